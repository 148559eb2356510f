import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL709: a metric that says what the loss says.
enum MetricEqualsLoss: Rule {
  static let identity = DiagnosticIdentity(709, "metric-equals-loss")
  static let severity = Diagnostic.Severity.note
  static let isPreview = true
  static let page = RulePage(
    what: "A metric that is the mean of the task's only loss, in the same units.",
    why: """
      Reports show the number twice. With a scaled label they differ, since metrics are in the file's units; \
      here the label is not scaled.
      """,
    bad: spec("mae"), good: spec("r2"))

  private static func spec(_ metric: String) -> String {
    """
    data houses from csv("houses.csv") {
        feature rooms, area: number
        label   price, rent: number(scale: none)
    }

    \(HousesSpec.trunk)

    task price(trunk) {
        dense(1)
        loss   mae(houses.price)
        metric \(metric)
    }

    \(HousesSpec.rent)
    """
  }

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let uses = Dictionary(
      spec.uses(of: .loss).map { ($0.call.range.start, $0) },
      uniquingKeysWith: { first, _ in first })
    let lines = spec.taskLines
    for task in spec.model.tasks {
      guard task.losses.count == 1, let loss = task.losses.first, loss.factor == 1,
        loss.weight == nil, let use = uses[loss.range.start], use.hasDefaults,
        let column = spec.model.dataSet(loss.target.data)?.column(loss.target.label),
        !(column.type?.isScaled ?? false)
      else { continue }
      for (metric, range) in lines.metrics(of: task) {
        guard metric.target == loss.target, metric.prediction == loss.prediction,
          type(of: metric.metric).equalLosses.contains(where: { $0 == type(of: loss.loss) })
        else { continue }
        findings.report(
          "`\(metric.name)` is the loss of `\(task.shownName)` once more", at: range,
          secondary: [(loss.range, "the loss")], fix: Fix("report something else beside the loss"))
      }
    }
  }
}
