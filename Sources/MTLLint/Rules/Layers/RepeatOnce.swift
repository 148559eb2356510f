import MTLCatalogue
import MTLSource

/// MTL233: a body that is repeated once.
enum RepeatOnce: Rule {
  static let identity = DiagnosticIdentity(233, "repeat-once")
  static let severity = Diagnostic.Severity.note
  static let page = RulePage(
    what: """
      A layer repeats its body, and does so once, written as a number.
      """,
    why: """
      The steps could stand there by themselves. A count that is a constant, or a parameter of a \
      block, is left alone: it may be varied.
      """,
    bad: """
      \(Houses.prices)

      task price(houses.features) {
          encode
          repeat(1) { dense(64) -> relu }
          dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """,
    good: """
      \(Houses.prices)

      \(Houses.widePrice)
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for place in spec.flow.places(whereAlways: { isOnce($0) }) where spec.hasPlainArguments(place) {
      findings.report(
        "`\(place.name)` has its body once", at: place.range,
        fix: Fix("write the steps of the body by themselves"))
    }
  }

  private static func isOnce(_ place: LayerFlow.Place) -> Bool {
    type(of: place.layer).bodyRole == .repeated && place.layer.bodyUses == 1
  }
}
