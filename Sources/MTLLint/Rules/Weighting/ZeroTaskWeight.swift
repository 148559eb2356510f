import MTLCatalogue
import MTLSource
import MTLSyntax

/// MTL454: a weight of 0, which switches a task off.
enum ZeroTaskWeight: Rule {
  static let identity = DiagnosticIdentity(454, "zero-task-weight")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: "A written weight of 0 among the constant weights of losses.",
    why: """
      The task is computed, reported and never trained: its layers stay as they began, and its metrics \
      mean nothing.
      """,
    bad: HousesSpec.with("weighting static(price: 1, rent: 0)"),
    good: HousesSpec.with("weighting static(price: 1, rent: 0.5)"))

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for stage in spec.weightingStages
    where stage.kind.weightOrigin == .spec && stage.kind.level == .losses {
      for weight in stage.writtenWeights ?? [] where weight.weight == 0 {
        let argument = stage.argument(ofTask: weight.task, in: spec)
        findings.report(
          "a weight of 0 switches `\(weight.task)` off", at: argument?.range ?? stage.range,
          fix: Fix("give it a weight above 0, or take the task out"))
      }
    }
  }
}
