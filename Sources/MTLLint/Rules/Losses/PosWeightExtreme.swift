import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL325: a label that counts far more than the other.
enum PosWeightExtreme: Rule {
  static let identity = DiagnosticIdentity(325, "pos-weight-extreme")
  static let severity = Diagnostic.Severity.note
  static let page = RulePage(
    what: """
      A weight of the label yes that is far larger or smaller than is usual.
      """,
    why: """
      The weight that makes up for a rare label is how many times as frequent the other one is. \
      With a larger one, one row in a batch decides the step.
      """,
    bad: """
      \(Houses.sales)

      task sold(houses.features) {
          encode -> dense(64) -> relu -> dense(1)
          loss   binary_cross_entropy(houses.sold, pos_weight: 100_000)
          metric auc
      }
      """,
    good: """
      \(Houses.sales)

      task sold(houses.features) {
          encode -> dense(64) -> relu -> dense(1)
          loss   binary_cross_entropy(houses.sold, pos_weight: 100)
          metric auc
      }
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for unusual in spec.unusualArguments("pos_weight", of: .loss) {
      findings.report(
        "a weight of \(unusual.shown) lets one answer count \(unusual.isLarge ? "for everything" : "for nothing")",
        at: unusual.range, notes: ["it is commonly \(unusual.usualText)"])
    }
  }
}
