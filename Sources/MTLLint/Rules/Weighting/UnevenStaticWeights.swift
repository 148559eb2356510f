import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL456: constant weights that differ by more than a thousand times.
enum UnevenStaticWeights: Rule {
  static let identity = DiagnosticIdentity(456, "uneven-static-weights")
  static let severity = Diagnostic.Severity.note
  static let page = RulePage(
    what: """
      Constant weights of which the largest is more than a thousand times the smallest; a task that is not \
      named weighs 1. Tasks of numbers in the file's units are left alone, which weights may bring to a \
      common size.
      """,
    why:
      "The losses of scaled labels begin near 1: the task with the small weight is hardly learnt.",
    bad: HousesSpec.with("weighting static(price: 0.0001)"),
    good: HousesSpec.with("weighting static(price: 0.1)"))

  /// The largest ratio that is no reason to look.
  private static let ratio = 1000.0

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for stage in spec.weightingStages where stage.kind.weightOrigin == .spec {
      let weights = zip(spec.model.tasks, spec.weights(of: stage) ?? [])
        .filter { task, weight in weight > 0 && !spec.isInFileUnits(task) }
      guard let low = weights.min(by: { $0.1 < $1.1 }),
        let high = weights.max(by: { $0.1 < $1.1 }), high.1 > ratio * low.1
      else { continue }
      let times = ConstantValue.plain((high.1 / low.1).rounded())
      findings.report(
        "`\(low.0.name)` counts \(times) times less than `\(high.0.name)`", at: stage.range,
        secondary: [(low.0.range, "weighs \(ConstantValue.plain(low.1))")],
        fix: Fix("bring the weights nearer to each other, or leave the task out"))
    }
  }
}

extension LintedSpec {
  /// Whether a loss of a task compares numbers that are as large as the file has them.
  fileprivate func isInFileUnits(_ task: CheckedTask) -> Bool {
    task.losses.contains { loss in
      guard let column = model.dataSet(loss.target.data)?.column(loss.target.label),
        case .number? = labelType(of: loss.target)
      else { return false }
      return !(column.type?.isScaled ?? false)
    }
  }
}
