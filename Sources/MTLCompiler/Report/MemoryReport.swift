import MTLCatalogue
import MTLSemantics

/// What the memory of a run is for, in bytes; the data are not in it.
package struct MemoryReport: Hashable, Sendable {
  /// The trained parameters, aligned.
  package let parameters: Int
  /// The optimizer's vectors, those for each task among them.
  package let optimizer: Int
  /// What else is kept from step to step: running statistics, the mask of what decays.
  package let other: Int
  /// The intermediate values of a training step, gradients among them.
  package let trainingArena: Int
  /// Those of an evaluation step, in the same place.
  package let evaluationArena: Int

  /// All of it at once.
  package var total: Int {
    parameters + optimizer + other + max(trainingArena, evaluationArena)
  }

  /// The memory of a compiled model.
  package init(_ compiled: CompiledModel) {
    let variables = compiled.variables
    func bytes(_ vector: String) -> Int {
      (compiled.range(ofVector: vector)?.count ?? 0) * Self.bytesOfNumber
    }
    parameters = bytes(ModelBuilder.parametersVariable)
    let vectors = compiled.model.training.optimizer.states.flatMap {
      compiled.parameterLayout.optimizerVariables(of: GraphName.optimizerState($0))
    }
    let ofTasks = compiled.model.training.optimizer.states.map {
      "\(GraphName.weighting).\(ModelBuilder.taskVectors($0))"
    }
    let numbers =
      vectors.reduce(0) { $0 + $1.count }
      + compiled.states.filter { ofTasks.contains($0.name) }.reduce(0) { $0 + $1.count }
    optimizer = numbers * Self.bytesOfNumber
    other = variables.size * Self.bytesOfNumber - parameters - optimizer
    trainingArena = compiled.training.plan.arenaBytes
    evaluationArena = compiled.evaluation.plan.arenaBytes
  }

  private static let bytesOfNumber = 4
}

extension Plan {
  /// The bytes of intermediate values.
  fileprivate var arenaBytes: Int { (arenaEnd - variableEnd) * 4 }
}
