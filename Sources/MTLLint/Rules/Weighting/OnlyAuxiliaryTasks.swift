import MTLSemantics
import MTLSource

/// MTL420: no task by which the best epoch is chosen.
enum OnlyAuxiliaryTasks: Rule {
  static let identity = DiagnosticIdentity(420, "only-auxiliary-tasks")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: "Every task is `auxiliary`, and no `monitor` is named.",
    why: """
      An auxiliary task helps others to learn and has no part in choosing the best epoch, or in stopping \
      early: without any other task nothing chooses.
      """,
    bad: HousesSpec.joined([
      HousesSpec.data, HousesSpec.trunk, HousesSpec.task("price", word: "auxiliary "),
      HousesSpec.task("rent", word: "auxiliary "),
    ]),
    good: HousesSpec.joined([
      HousesSpec.data, HousesSpec.trunk, HousesSpec.price,
      HousesSpec.task("rent", word: "auxiliary "),
    ]))

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard spec.mainTasks.isEmpty, spec.model.training.monitor == nil,
      let first = spec.model.tasks.first
    else { return }
    findings.report(
      "every task is auxiliary, so that nothing chooses the best epoch", at: first.range,
      secondary: spec.model.tasks.dropFirst().prefix(3).map { ($0.range, "auxiliary too") },
      fix: Fix("take `auxiliary` from the tasks that matter, or name a `monitor`"))
  }
}
