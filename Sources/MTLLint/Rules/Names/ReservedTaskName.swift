import MTLSource
import MTLSyntax

/// MTL106: a task that is called like something of the logs.
enum ReservedTaskName: Rule {
  static let identity = DiagnosticIdentity(106, "reserved-task-name")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: "A task is called `total`, `mean`, `combined` or `all`.",
    why: """
      Logs, reports and tables of layers call things of their own so: the sum of the losses, their mean, what \
      all tasks share. Beside them the task cannot be told apart.
      """,
    bad: """
      data bills from csv("bills.csv") {
          feature guests, courses: number
          label   total: number
      }

      task total(bills.features) {
          encode -> dense(1)
          loss   mse(bills.total)
          metric mae
      }
      """,
    good: """
      data bills from csv("bills.csv") {
          feature guests, courses: number
          label   total: number
      }

      task amount(bills.features) {
          encode -> dense(1)
          loss   mse(bills.total)
          metric mae
      }
      """)

  /// What logs and reports call things of their own.
  private static let words: Set<String> = ["total", "mean", "combined", "all"]

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for case .task(let task) in spec.tree.declarations.map({ $0.kind })
    where words.contains(task.name.text) {
      findings.report(
        "the logs have something of their own that is called `\(task.name.text)`",
        at: task.name.range, fix: Fix("give the task another name"))
    }
  }
}
