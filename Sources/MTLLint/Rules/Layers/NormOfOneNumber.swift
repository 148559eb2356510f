import MTLCatalogue
import MTLGraph
import MTLSource

/// MTL237: a normalization of one number by itself.
enum NormOfOneNumber: Rule {
  static let identity = DiagnosticIdentity(237, "norm-of-one-number")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      A normalization within a row goes by one number: the axis has length 1, or each group one \
      element.
      """,
    why: """
      A number less its own mean is 0, and divided by its own size it is its sign: nothing of \
      the value is left.
      """,
    bad: """
      \(Houses.prices)

      task price(houses.features) {
          encode -> dense(64) -> relu -> dense(1) -> layer_norm
          loss   mse(houses.price)
          metric mae
      }
      """,
    good: """
      \(Houses.prices)

      task price(houses.features) {
          encode -> dense(64) -> layer_norm -> relu -> dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for place in spec.flow.places where place.nature.isNormalization {
      guard let value = place.operands.first,
        place.layer.normalizedCount(of: spec.flow.type(of: value)) == 1
      else { continue }
      findings.report(
        "`\(place.name)` normalizes one number by itself", at: place.range,
        label: "reads `\(spec.flow.type(of: value))`",
        notes: ["at most the sign of the number is left"],
        fix: Fix("leave it out, or put it where the axis is longer"))
    }
  }
}
