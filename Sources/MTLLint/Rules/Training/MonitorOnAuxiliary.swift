import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL627: a monitor that goes by an auxiliary task.
enum MonitorOnAuxiliary: Rule {
  static let identity = DiagnosticIdentity(627, "monitor-on-auxiliary")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: "A `monitor` that is a metric or the loss of an auxiliary task.",
    why: """
      An auxiliary task is there to help the others; the best epoch is then the one that is best at what \
      nobody wants, and the tasks that matter have no say.
      """,
    bad: spec("rent.mae"), good: spec("price.mae"))

  private static func spec(_ monitor: String) -> String {
    HousesSpec.joined([
      HousesSpec.data, HousesSpec.trunk, HousesSpec.price,
      HousesSpec.task("rent", word: "auxiliary "), HousesSpec.train("monitor   \(monitor)"),
    ])
  }

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard let monitor = spec.model.training.monitor, !spec.mainTasks.isEmpty,
      let task = spec.model.tasks.first(where: {
        $0.name == monitor.task || $0.family == monitor.task
      }), task.isAuxiliary, let clause = spec.clauses(.train, "monitor").first
    else { return }
    findings.report(
      "the best epoch is chosen by `\(monitor.task)`, which is auxiliary",
      at: clause.values.first?.first?.range ?? clause.range,
      secondary: [(task.range, "auxiliary")],
      fix: Fix("monitor a task that matters, or take `auxiliary` away"))
  }
}
