import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL455: weights that grow without bound for a loss that becomes 0.
enum WeightWithoutBound: Rule {
  static let identity = DiagnosticIdentity(455, "weight-without-bound")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      A scheme that weighs a task the more the closer its loss is to 0, because it takes logarithms, divides \
      by losses or learns how noisy each task is, together with a loss that is exactly 0 once a margin is kept.
      """,
    why: """
      The task that is learnt takes the weight of all others: it grows without bound, and the first row that \
      falls short of the margin again moves the model by far too much.
      """,
    bad: spec("hinge"), good: spec("binary_cross_entropy"),
    references: ["Kendall, Gal and Cipolla, Multi-Task Learning Using Uncertainty, CVPR 2018"])

  private static func spec(_ loss: String) -> String {
    """
    data houses from csv("houses.csv") {
        feature rooms, area: number
        label   price: number
        label   sold: flag
    }

    \(HousesSpec.trunk)

    \(HousesSpec.price)

    task sold(trunk) {
        dense(1)
        loss   \(loss)(houses.sold)
        metric accuracy
    }

    weighting uncertainty
    """
  }

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard let stage = spec.weightingStages.first(where: { $0.kind.growsNearZero }) else { return }
    for task in spec.model.tasks {
      guard let first = task.losses.first,
        task.losses.allSatisfy({ type(of: $0.loss).reachesZero })
      else { continue }
      findings.report(
        "`\(type(of: first.loss).name)` becomes 0, and the weight that `\(stage.name)` gives "
          + "`\(task.shownName)` then grows without bound", at: first.range,
        secondary: [(stage.range, "weighs a loss the more the closer it is to 0")],
        fix: Fix("take a loss that is a likelihood, or a weighting that goes by gradients"))
    }
  }
}
