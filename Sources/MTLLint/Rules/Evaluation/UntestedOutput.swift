import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL712: a value that is predicted and never judged.
enum UntestedOutput: Rule {
  static let identity = DiagnosticIdentity(712, "untested-output")
  static let severity = Diagnostic.Severity.note
  static let isPreview = true
  static let page = RulePage(
    what: "A value of an `output` line that neither a loss nor a metric of the task reads.",
    why: "Nothing in a report says how good it is, though predictions contain it.",
    bad: spec("hidden"), good: spec("scaled"))

  private static func spec(_ output: String) -> String {
    HousesSpec.joined([
      HousesSpec.data, HousesSpec.trunk, HousesSpec.price,
      """
      task rent(trunk) {
          dense(8) -> relu as hidden
          dense(1) as scaled
          loss   mse(houses.rent, of: scaled)
          metric mae(houses.rent, of: scaled)
          output \(output)
      }
      """,
    ])
  }

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let lines = spec.taskLines
    for task in spec.model.tasks {
      let judged = Set(task.losses.map { $0.prediction } + task.metrics.map { $0.prediction })
      let ranges = lines.values(.output, of: task)
      guard ranges.count == task.outputs.count else { continue }
      for (output, range) in zip(task.outputs, ranges) {
        guard let value = output.prediction, !judged.contains(value) else { continue }
        findings.report(
          "no loss and no metric of `\(task.shownName)` judges `\(value)`", at: range,
          fix: Fix("add a metric `of: \(value)`, or leave it out of the predictions"))
      }
    }
  }
}
