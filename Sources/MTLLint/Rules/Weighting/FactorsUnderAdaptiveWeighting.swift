import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL453: factors that weigh tasks, under a scheme that does so itself.
enum FactorsUnderAdaptiveWeighting: Rule {
  static let identity = DiagnosticIdentity(453, "factors-under-adaptive-weighting")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      A factor before the whole loss of a task, together with a scheme that finds for itself how much each \
      task counts, whatever the units of its loss. Factors between the terms of one loss are left alone, and \
      so are schemes that go by ratios of a loss to itself, under which a factor holds.
      """,
    why: """
      Such a scheme evens out the losses' sizes and so undoes the factor, soon or at once: what is written \
      does not hold.
      """,
    bad: spec("10 * "), good: spec(""))

  private static func spec(_ factor: String) -> String {
    HousesSpec.joined([
      HousesSpec.data, HousesSpec.trunk, HousesSpec.task("price", factor: factor), HousesSpec.rent,
      "weighting uncertainty",
    ])
  }

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard spec.model.tasks.count > 1,
      let stage = spec.weightingStages.first(where: { $0.kind.weightOrigin == .scheme })
    else { return }
    let factors = spec.model.tasks.map { factor(of: $0) }
    guard Set(factors).count > 1 else { return }
    let lines = spec.taskLines
    for (task, factor) in zip(spec.model.tasks, factors) where factor != 1 {
      guard let range = lines.values(.loss, of: task).first else { continue }
      findings.report(
        "the factor \(ConstantValue.plain(factor)) of `\(task.shownName)` does not hold under "
          + "`\(stage.name)`", at: range, label: "this loss is weighed as a whole",
        secondary: [(stage.range, "finds how much each task counts")],
        fix: Fix("leave the factor out, or give the weights to `static`"))
    }
  }

  /// The factor of a task's loss as a whole: 1 where its terms are weighed against each other.
  private static func factor(of task: CheckedTask) -> Double {
    guard let first = task.losses.first?.factor, task.losses.allSatisfy({ $0.factor == first })
    else { return 1 }
    // The mean of several terms is a loss like any other.
    let isMean = abs(first * Double(task.losses.count) - 1) < 1e-3
    return isMean && task.losses.count > 1 ? 1 : first
  }
}
