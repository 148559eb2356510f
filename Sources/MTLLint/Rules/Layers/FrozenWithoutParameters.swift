import MTLCatalogue
import MTLSource

/// MTL243: frozen steps that have nothing to freeze.
enum FrozenWithoutParameters: Rule {
  static let identity = DiagnosticIdentity(243, "frozen-without-parameters")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      The steps of a body whose weights are not to be trained have no weights.
      """,
    why: """
      Freezing them has no effect. Gradients flow through frozen steps: what stands before them \
      is trained all the same, and `stop_gradient` is what keeps it from that.
      """,
    bad: """
      \(Houses.prices)

      task price(houses.features) {
          encode -> dense(64)
          frozen { relu }
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
    let found = spec.flow.places.filter { type(of: $0.layer).bodyRole == .frozen }
    guard !found.isEmpty else { return }
    for place in found where spec.parameterCount(of: place) == nil {
      findings.report(
        "the body of `\(place.name)` has no weights to freeze", at: place.range,
        notes: ["what stands before it is trained through it"],
        fix: Fix("write its steps by themselves, or put those with weights into it"))
    }
  }
}
