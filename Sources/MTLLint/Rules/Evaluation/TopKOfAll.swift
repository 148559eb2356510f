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
    let lines = TaskLines(spec)
    for task in spec.model.tasks {
      for (metric, range) in lines.metrics(of: task) {
        guard case .category(_, let classes)? = spec.labelType(of: metric.target),
          let count = classes.size, let value = metric.metric.fixedValue(classes: count)
        else { continue }
        findings.report(
          "`\(metric.name)` is \(ConstantValue.plain(value)) whatever is predicted: there are "
            + "\(count) classes", at: range, fix: Fix("let fewer classes count"))
      }
    }
  }
}
