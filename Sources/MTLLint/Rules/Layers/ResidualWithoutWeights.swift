import MTLCatalogue
import MTLSource

/// MTL239: a shortcut around nothing that learns.
enum ResidualWithoutWeights: Rule {
  static let identity = DiagnosticIdentity(239, "residual-without-weights")
  static let severity = Diagnostic.Severity.note
  static let page = RulePage(
    what: """
      The body whose result is added to what goes in has no weights.
      """,
    why: """
      There is nothing that the shortcut makes easier to train: the sum is a fixed function of \
      the value. Most often the layer with weights has been lost.
      """,
    bad: """
      \(Houses.prices)

      task price(houses.features) {
          encode -> dense(64)
          residual { relu }
          dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """,
    good: """
      \(Houses.prices)

      task price(houses.features) {
          encode -> dense(64)
          residual { relu -> dense(64) }
          dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let found = spec.flow.places.filter { type(of: $0.layer).bodyRole == .added }
    guard !found.isEmpty else { return }
    for place in found where spec.parameterCount(of: place) == nil {
      findings.report(
        "the body of `\(place.name)` has no weights", at: place.range,
        fix: Fix("put a layer with weights into it, or leave the step out"))
    }
  }
}
