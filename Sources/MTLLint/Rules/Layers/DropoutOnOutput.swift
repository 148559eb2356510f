import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL206: dropout on what a loss reads.
enum DropoutOnOutput: Rule {
  static let identity = DiagnosticIdentity(206, "dropout-on-output")
  static let severity = Diagnostic.Severity.warning
  static let fix: FixSafety? = .unsafe
  static let page = RulePage(
    what: """
      A loss reads a value of which elements are dropped at random.
      """,
    why: """
      A dropped prediction is 0 whatever the row, so that the loss of it teaches nothing, and \
      the others are scaled up. Dropout belongs before the last layer with weights.
      """,
    bad: """
      \(Houses.prices)

      task price(houses.features) {
          encode -> dense(64) -> relu -> dense(1) -> dropout(0.2)
          loss   mse(houses.price)
          metric mae
      }
      """,
    good: """
      \(Houses.prices)

      \(Houses.widePrice)
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let found = spec.layersOfLosses { layer, reading in
      layer.nature.drops && !type(of: reading.loss.loss).comparesRows
    }
    for (layer, reading) in found {
      findings.report(
        "`\(layer.name)` drops elements of the prediction itself", at: layer.range,
        secondary: [(reading.loss.range, "this loss reads it")],
        fix: Fix("leave it out, or put it before the last layer", edits: spec.removing(layer)))
    }
  }
}
