import MTLCatalogue
import MTLGraph
import MTLSemantics
import MTLSource

/// MTL708: a metric that is the same whatever is predicted.
enum TopKOfAll: Rule {
  static let identity = DiagnosticIdentity(708, "top-k-of-all")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what:
      "A metric that counts a label among the k most probable classes, where there are k or fewer.",
    why: "It is 1 for every model, trained or not.",
    bad: spec(4), good: spec(2))

  private static func spec(_ count: Int) -> String {
    """
    data houses from csv("houses.csv") {
        feature rooms, area: number
        label   price: number
        label   district: category(4)
    }

    \(HousesSpec.trunk)

    \(HousesSpec.price)

    task district(trunk) {
        dense(4)
        loss   cross_entropy(houses.district)
        metric accuracy, top_k(k: \(count))
    }
    """
  }

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for task in spec.model.tasks
    where task.metrics.contains(where: { fixedValue(of: $0, spec) != nil }) {
      for (metric, range) in spec.taskLines.metrics(of: task) {
        guard let (value, count) = fixedValue(of: metric, spec) else { continue }
        findings.report(
          "`\(metric.name)` is \(ConstantValue.plain(value)) whatever is predicted: there are "
            + "\(count) classes", at: range, fix: Fix("let fewer classes count"))
      }
    }
  }

  /// What a metric is whatever is predicted, and how many classes there are.
  private static func fixedValue(
    of metric: CheckedMetric, _ spec: LintedSpec
  ) -> (value: Double, classes: Int)? {
    guard case .category(_, let classes)? = spec.labelType(of: metric.target),
      let count = classes.size, let value = metric.metric.fixedValue(classes: count)
    else { return nil }
    return (value, count)
  }
}
