import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL618: a bound on the gradient that is never reached, or always.
enum ExtremeClip: Rule {
  static let identity = DiagnosticIdentity(618, "extreme-clip")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: "A bound on the gradient that is far above or below what gradients are.",
    why: """
      A bound in the thousands lets all through that it should hold back; one far below 1 sets the length \
      of every step, and the learning rate no longer says what it seems to.
      """,
    bad: HousesSpec.with(HousesSpec.train("clip      norm(100_000)")),
    good: HousesSpec.with(HousesSpec.train("clip      norm(5)")))

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for parameter in Set(Registry.clippings.flatMap { $0.parameters.map { $0.name } }) {
      for unusual in spec.unusualArguments(parameter, of: .clipping) {
        findings.report(
          "a bound of \(unusual.shown) on the gradient "
            + (unusual.isLarge ? "holds nothing back" : "leaves next to nothing of it"),
          at: unusual.range, notes: ["it is commonly \(unusual.usualText)"])
      }
    }
  }
}
