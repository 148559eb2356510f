import MTLCatalogue
import MTLGraph
import MTLSource

/// MTL236: a step that gives back what it reads.
enum FlattenOfVector: Rule {
  static let identity = DiagnosticIdentity(236, "flatten-of-vector")
  static let severity = Diagnostic.Severity.note
  static let fix: FixSafety? = .safe
  static let page = RulePage(
    what: """
      A step that moves or scales elements leaves every one of them as it is, such as `flatten` \
      of a vector, `scale(1)` or `upsample(1)`.
      """,
    why: """
      It does nothing. One whose arguments are constants, or parameters of a block, is left \
      alone: they may be varied.
      """,
    bad: """
      \(Houses.prices)

      task price(houses.features) {
          encode -> flatten -> dense(64) -> relu -> dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """,
    good: """
      \(Houses.prices)

      \(Houses.widePrice)
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for place in spec.flow.places(whereAlways: { isIdentity($0, spec) })
    where spec.hasPlainArguments(place) {
      let shape = place.operands.first.map { "`\(spec.flow.type(of: $0))`" } ?? "it"
      findings.report(
        "`\(place.name)` does nothing", at: place.range, label: "reads \(shape) and gives it back",
        fix: Fix("leave it out", edits: spec.removing(place)))
    }
  }

  private static func isIdentity(_ place: LayerFlow.Place, _ spec: LintedSpec) -> Bool {
    guard let value = place.operands.first else { return false }
    return place.layer.isIdentity(on: spec.flow.type(of: value))
  }
}
