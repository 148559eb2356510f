import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL621: a running mean that hardly moves, or hardly remembers.
enum MomentumExtreme: Rule {
  static let identity = DiagnosticIdentity(621, "momentum-extreme")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      The share of a running mean of gradients, or of their squares, that stays in a step: so near to 1 that \
      it does not move in a run, or so low that a mean of squares is one of single steps.
      """,
    why: """
      A digit too many or too few is the usual reason. A mean that stands still ignores the gradient; \
      squares of single steps make every step of one length, whatever its direction.
      """,
    bad: spec("beta2: 0.05"), good: spec("beta2: 0.99"))

  /// The parameters that say how much of a running mean stays.
  private static let parameters = ["momentum", "beta1", "beta2", "alpha"]

  private static func spec(_ argument: String) -> String {
    HousesSpec.with(
      HousesSpec.train("epochs    30", optimizer: "adam(learning_rate: 0.003, \(argument))"))
  }

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for parameter in parameters {
      for unusual in spec.unusualArguments(parameter, of: .optimizer) {
        findings.report(
          "with `\(parameter)` at \(unusual.shown) the running mean of `\(unusual.use.entry.name)` "
            + (unusual.isLarge ? "hardly moves" : "forgets at once"), at: unusual.range,
          notes: ["it is commonly \(unusual.usualText)"])
      }
    }
  }
}
