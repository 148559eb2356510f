import MTLCatalogue
import MTLSource

/// MTL232: dropout that drops nothing.
enum ZeroDropout: Rule {
  static let identity = DiagnosticIdentity(232, "zero-dropout")
  static let severity = Diagnostic.Severity.note
  static let fix: FixSafety? = .safe
  static let page = RulePage(
    what: """
      Dropout with a probability of 0, written as a number.
      """,
    why: """
      The step does nothing. A probability that is a constant, or a parameter of a block, is \
      left alone: it may be varied.
      """,
    bad: """
      \(Houses.prices)

      task price(houses.features) {
          encode -> dense(64) -> relu -> dropout(0) -> dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """,
    good: """
      \(Houses.prices)

      \(Houses.widePrice)
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    // Another step that draws numbers would draw others if this one were not counted.
    let isOnlyRandom = spec.flow.places.allSatisfy { !$0.nature.drops && !mayDraw($0) }
    for place in spec.flow.places(whereAlways: { $0.nature == .dropout(rate: 0) })
    where spec.hasPlainArguments(place) {
      findings.report(
        "`\(place.name)` drops nothing", at: place.range,
        fix: Fix("leave it out", edits: isOnlyRandom ? spec.removing(place) : []))
    }
  }

  /// Whether a layer may draw numbers inside.
  private static func mayDraw(_ place: LayerFlow.Place) -> Bool {
    place.nature == .other && !type(of: place.layer).takesBody
  }
}
