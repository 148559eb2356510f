import MTLCatalogue
import MTLGraph
import MTLSource

/// MTL238: a softmax of one number.
enum SoftmaxOverOne: Rule {
  static let identity = DiagnosticIdentity(238, "softmax-over-one")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      A softmax runs over an axis of length 1.
      """,
    why: """
      Its result is 1 whatever it reads, so that nothing before it is trained. The probability \
      of yes or no is the `sigmoid` of one number.
      """,
    bad: """
      \(Houses.sales)

      task sold(houses.features) {
          encode -> dense(64) -> relu -> dense(1) -> softmax
          loss   binary_cross_entropy(houses.sold)
          metric auc
      }
      """,
    good: """
      \(Houses.sales)

      task sold(houses.features) {
          encode -> dense(64) -> relu -> dense(1)
          loss   binary_cross_entropy(houses.sold)
          metric auc
      }
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for place in spec.flow.places where place.nature.activation?.addsUpToOne ?? false {
      guard spec.flow.width(of: place) == 1 else { continue }
      findings.report(
        "`\(place.name)` over one number is always 1", at: place.range,
        label: "gives `\(spec.flow.type(of: place.result))`",
        fix: Fix("take `sigmoid`, or leave it out before a loss that takes logits"))
    }
  }
}
