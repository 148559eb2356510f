import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL619: an average of the parameters over a handful of steps.
enum ShortAverage: Rule {
  static let identity = DiagnosticIdentity(619, "short-average")
  static let severity = Diagnostic.Severity.note
  static let page = RulePage(
    what: "A moving average of the parameters of which less than 0.9 stays in a step.",
    why: """
      It forgets within ten steps and is hardly more than the last parameters; 0.999 stands for about a \
      thousand steps.
      """,
    bad: HousesSpec.with(HousesSpec.train("average   0.5")),
    good: HousesSpec.with(HousesSpec.train("average   0.999")))

  /// The share that is no reason to look.
  private static let least = 0.9

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard let share = spec.model.training.averageDecay, share < least,
      let clause = spec.clauses(.train, "average").first
    else { return }
    let steps = max((1 / (1 - share)).rounded(), 1)
    let length = Duration(steps, .step).description
    findings.report(
      "an average of which \(ConstantValue.plain(share)) stays in a step goes back about \(length)",
      at: clause.range, fix: Fix("let more of it stay, such as 0.999, or leave it out"))
  }
}
