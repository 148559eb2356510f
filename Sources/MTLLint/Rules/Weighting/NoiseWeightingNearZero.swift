import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL455: a noise level that is learnt of a loss that becomes 0.
enum NoiseWeightingNearZero: Rule {
  static let identity = DiagnosticIdentity(455, "noise-weighting-near-zero")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      A scheme that learns how noisy each task is, together with a loss that is exactly 0 once a margin is \
      kept.
      """,
    why: """
      A loss of 0 looks like a task without noise: its weight grows without bound, and the first row that \
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
    guard let stage = spec.weightingStages.first(where: { $0.kind.learnsNoise }) else { return }
    for task in spec.model.tasks {
      guard let first = task.losses.first,
        task.losses.allSatisfy({ type(of: $0.loss).reachesZero })
      else { continue }
      findings.report(
        "`\(type(of: first.loss).name)` becomes 0, and the weight that `\(stage.name)` gives "
          + "`\(task.shownName)` then grows without bound", at: first.range,
        secondary: [(stage.range, "learns a noise level for each task")],
        fix: Fix("take a loss that is a likelihood, or a weighting that does not learn noise"))
    }
  }
}
