import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL704: a task that reports its loss alone beside others that report more.
enum TaskWithoutMetric: Rule {
  static let identity = DiagnosticIdentity(704, "task-without-metric")
  static let severity = Diagnostic.Severity.note
  static let page = RulePage(
    what: """
      A task without a metric in a spec whose other tasks have some. Auxiliary tasks are left alone, and \
      losses of which there is no metric, as they compare rows with each other.
      """,
    why:
      "Losses are in units of their own and cannot be compared from task to task, or with other work.",
    bad: HousesSpec.joined([
      HousesSpec.data, HousesSpec.trunk, HousesSpec.price,
      """
      task rent(trunk) {
          dense(1)
          loss mse(houses.rent)
      }
      """,
    ]),
    good: HousesSpec.with())

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard spec.model.tasks.contains(where: { !$0.metrics.isEmpty }) else { return }
    for task in spec.model.tasks where task.metrics.isEmpty && !task.isAuxiliary {
      guard !task.losses.contains(where: { type(of: $0.loss).comparesRows }) else { continue }
      findings.report(
        "`\(task.shownName)` reports nothing but its loss", at: task.range,
        fix: Fix("add a line `metric`, or make it `auxiliary` where it only helps others"))
    }
  }
}
