import MTLCatalogue
import MTLSource

/// MTL202: an activation that leaves what it reads as it is.
enum IdempotentActivation: Rule {
  static let identity = DiagnosticIdentity(202, "idempotent-activation")
  static let severity = Diagnostic.Severity.warning
  static let fix: FixSafety? = .unsafe
  static let page = RulePage(
    what: """
      An activation that follows one of its own kind, or one whose values all lie where it \
      changes nothing, such as `relu` behind `sigmoid`.
      """,
    why: """
      It has no effect and costs time. Most often a layer between the two has been lost, or one \
      activation was to be replaced by the other.
      """,
    bad: """
      \(Houses.prices)

      task price(houses.features) {
          encode -> dense(64) -> relu -> relu -> dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """,
    good: """
      \(Houses.prices)

      \(Houses.widePrice)
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for place in spec.flow.places(whereAlways: { changesNothing($0, spec) }) {
      guard let first = spec.flow.before(place) else { continue }
      findings.report(
        "`\(place.name)` changes nothing of what `\(first.name)` gives", at: place.range,
        secondary: [(first.range, "its values are \(first.nature.activation?.range.text ?? "")")],
        fix: Fix("leave one of the two out", edits: spec.removing(place)))
    }
  }

  private static func changesNothing(_ place: LayerFlow.Place, _ spec: LintedSpec) -> Bool {
    guard let activation = place.nature.activation, activation.isIdempotent,
      let first = spec.flow.before(place)?.nature.activation
    else { return false }
    return first.range.lies(in: activation.range)
  }
}
