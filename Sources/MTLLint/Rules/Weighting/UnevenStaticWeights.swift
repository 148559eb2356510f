import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL456: constant weights that differ by more than a thousand times.
enum UnevenStaticWeights: Rule {
  static let identity = DiagnosticIdentity(456, "uneven-static-weights")
  static let severity = Diagnostic.Severity.note
  static let page = RulePage(
    what: """
      Constant weights of which the largest is more than a thousand times the smallest. Tasks whose labels \
      are not scaled are left out: there weights make up for units.
      """,
    why: """
      The task with the small weight hardly moves what it shares. Where weights make up for losses of \
      different units, scaled labels do so without them: `number` is scaled unless it says `scale: none`.
      """,
    bad: HousesSpec.with("weighting static(price: 0.0001, rent: 1)"),
    good: HousesSpec.with("weighting static(price: 0.1, rent: 1)"))

  /// The largest ratio that is no reason to look.
  private static let ratio = 1000.0

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let unscaled = Set(spec.lossReadings.filter { $0.isInFileUnits }.map { $0.task.name })
    for stage in spec.weightingStages where stage.kind.weightOrigin == .spec {
      let weights = zip(spec.model.tasks, spec.weights(of: stage) ?? []).filter { task, weight in
        weight > 0 && !unscaled.contains(task.name)
      }.map { $1 }
      guard let low = weights.min(), let high = weights.max(), high > ratio * low else { continue }
      findings.report(
        "the weights of `\(stage.name)` go from \(ConstantValue.plain(low)) to "
          + ConstantValue.plain(high), at: stage.range,
        fix: Fix("bring the losses to a common size, by scaled labels for one"))
    }
  }
}
