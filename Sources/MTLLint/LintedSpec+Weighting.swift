import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// A stage of the weighting as the spec writes it.
package struct WeightingStage: Sendable {
  package let weighting: any Weighting
  package let use: EntryUse
  package let range: SourceRange

  /// The word that the spec writes.
  package var name: String { use.entry.name }

  /// The scheme's kind, which has its traits.
  package var kind: any Weighting.Type { type(of: weighting) }

  /// The weights that are written, by task; `nil` where the scheme takes none.
  package var writtenWeights: [ConstantValue.TaskWeight]? {
    guard let parameter = kind.parameters.first(where: { $0.kind.isTaskWeights }) else {
      return nil
    }
    guard case .weights(let weights)? = use.arguments[parameter.name] else { return [] }
    return weights
  }

  /// The argument that says the weight of a task.
  package func argument(ofTask name: String, in spec: LintedSpec) -> Expression.Argument? {
    use.call.arguments.first { argument in
      argument.label.map { spec.text($0.range) == name } ?? false
    }
  }
}

extension LintedSpec {
  func stagesOfWeighting() -> [WeightingStage] {
    for case .weighting(let stages, _) in tree.declarations.map({ $0.kind }) {
      let uses = Dictionary(
        uses(of: .weighting).map { ($0.call.range.start, $0) },
        uniquingKeysWith: { first, _ in first })
      return zip(stages, model.weightings).compactMap { stage, weighting in
        uses[stage.range.start].map {
          WeightingStage(weighting: weighting, use: $0, range: stage.range)
        }
      }
    }
    return []
  }

  /// The stage that combines the tasks' gradients.
  package var gradientStage: WeightingStage? {
    weightingStages.first { $0.kind.level == .gradients }
  }

  /// Whether there is one task, and not a family of which the data say the number.
  package var hasOneTask: Bool { model.tasks.count == 1 && model.tasks[0].family == nil }

  /// The weight of each task where a stage has written ones: its own, that of its family, or 1.
  package func weights(of stage: WeightingStage) -> [Double]? {
    guard let written = stage.writtenWeights else { return nil }
    let weights = Dictionary(
      written.map { ($0.task, $0.weight) }, uniquingKeysWith: { first, _ in first })
    return model.tasks.map { task in
      weights[task.name] ?? task.family.flatMap { weights[$0] } ?? 1
    }
  }
}
