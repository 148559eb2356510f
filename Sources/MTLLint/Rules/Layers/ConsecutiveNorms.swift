import MTLCatalogue
import MTLGraph
import MTLSource

/// MTL234: a normalization of what has just been normalized.
enum ConsecutiveNorms: Rule {
  static let identity = DiagnosticIdentity(234, "consecutive-norms")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      A normalization follows another with nothing between them but steps that move elements.
      """,
    why: """
      The second undoes the scale and the shift that the first has learnt, and hardly changes \
      anything besides. Most often a layer between them has been lost, or one of them was to \
      replace the other.
      """,
    bad: """
      \(Houses.prices)

      task price(houses.features) {
          encode -> dense(64) -> layer_norm -> rms_norm -> relu -> dense(1)
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
    for place in spec.flow.places(whereAlways: { norm(before: $0, spec) != nil }) {
      guard let first = norm(before: place, spec) else { continue }
      findings.report(
        "`\(place.name)` normalizes what `\(first.name)` has normalized", at: place.range,
        secondary: [(first.range, "the normalization before it")],
        fix: Fix("leave one of the two out"))
    }
  }

  /// The normalization whose result another one reads, in the same shape.
  private static func norm(before place: LayerFlow.Place, _ spec: LintedSpec) -> LayerFlow.Place? {
    guard place.nature.isNormalization else { return nil }
    var current = spec.flow.before(place)
    while let found = current {
      switch found.nature {
      case .normalization: return found
      case .linear:
        guard let read = found.operands.first,
          spec.flow.type(of: read) == spec.flow.type(of: found.result)
        else { return nil }
        current = spec.flow.before(found)
      case .affine, .activation, .dropout, .other: return nil
      }
    }
    return nil
  }
}
