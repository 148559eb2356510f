import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL207: a prediction of numbers that cannot reach all labels.
enum ActivationOnRegressionOutput: Rule {
  static let identity = DiagnosticIdentity(207, "activation-on-regression-output")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      The last layer before a loss of numbers is an activation of limited range, and the label \
      is scaled to a mean of 0.
      """,
    why: """
      Scaled labels lie on both sides of 0, and some of them beyond 1: those outside of the \
      range can never be predicted, and their rows have no gradient or a useless one.
      """,
    bad: """
      \(Houses.prices)

      task price(houses.features) {
          encode -> dense(64) -> relu -> dense(1) -> relu
          loss   mse(houses.price)
          metric mae
      }
      """,
    good: """
      \(Houses.prices)

      \(Houses.widePrice)
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for reading in spec.lossReadings where reading.isOfNumbers {
      guard reading.column?.isCentered ?? false, let layer = reading.layer,
        let range = layer.nature.activation?.range, range != .all
      else { continue }
      let label = "\(reading.loss.target.data).\(reading.loss.target.label)"
      findings.report(
        "`\(layer.name)` gives numbers that are \(range.text), and labels lie beyond them",
        at: layer.range, secondary: [(reading.loss.range, "`\(label)` is scaled to a mean of 0")],
        fix: Fix("leave the activation out, or give the label the scale `min_max` or `none`"))
    }
  }
}
