import MTLCatalogue
import MTLSource

/// MTL409: a run that is over before the scheme begins to weigh.
enum HistoryLongerThanRun: Rule {
  static let identity = DiagnosticIdentity(409, "history-longer-than-run")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      A scheme that weighs by what earlier epochs have shown, in a run that has no more epochs than it \
      needs for that.
      """,
    why: """
      Until its history is complete such a scheme gives all tasks the same weight, or goes by another \
      rule: the run ends without the weights that were asked for.
      """,
    bad: HousesSpec.with("weighting dwa(temperature: 2)", HousesSpec.train("epochs    2")),
    good: HousesSpec.with("weighting dwa(temperature: 2)", HousesSpec.train("epochs    20")))

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for stage in spec.weightingStages {
      guard let warmUp = stage.weighting.warmUp, let share = spec.share(ofRun: warmUp), share >= 1
      else { continue }
      findings.report(
        "`\(stage.name)` begins to weigh after \(warmUp), and the run lasts \(spec.runLength)",
        at: stage.range, secondary: spec.runLengthLabel,
        fix: Fix("train longer, or take a scheme without a history"))
    }
  }
}
