import MTLGraph

/// What a weighting keeps from step to step, in numbers.
package struct WeightingMemory: Equatable, Sendable {
  /// Those that the optimizer moves.
  package let trained: Int
  /// Those that it sets itself.
  package let state: Int

  package init(trained: Int, state: Int) {
    self.trained = trained
    self.state = state
  }
}

extension Weighting {
  /// What it keeps for so many tasks, under the default optimizer where it acts on that.
  ///
  /// - Parameter coordinates: The numbers that the tasks share.
  package func memory(tasks: Int, coordinates: Int) throws(TypeMismatch) -> WeightingMemory {
    let builder = ModelBuilder(isTraining: true)
    let losses = TaskLosses(placeholdersFor: tasks, in: builder)
    switch self {
    case let weighting as any LossWeighting: _ = try weighting.combine(losses, in: builder)
    case let weighting as any GramWeighting:
      return WeightingMemory(trained: 0, state: weighting.stateCount(tasks: tasks))
    case let weighting as any RowWeighting:
      let rows = builder.graph.input("rows", TensorType(dims: [.size(coordinates)], lanes: tasks))
      _ = try weighting.combine(GradientRows(values: rows, losses: losses), in: builder)
    case is any UpdateWeighting:
      let rows = builder.graph.input("rows", TensorType(dims: [.size(coordinates)], lanes: tasks))
      let type = Registry.defaultOptimizer
      _ = try builder.moves(
        along: GradientRows(values: rows, losses: losses),
        by: type.init(Arguments(defaultsOf: type.parameters)),
        learningRate: builder.graph.input("rate", .scalar))
    default: break
    }
    return WeightingMemory(
      trained: builder.parameters.reduce(0) { $0 + $1.count },
      state: builder.states.reduce(0) { $0 + $1.count })
  }
}

extension GramWeighting {
  fileprivate func stateCount(tasks: Int) -> Int { solver.stateCount(tasks: tasks) }
}

extension TaskLosses {
  /// Losses that nothing computes.
  fileprivate init(placeholdersFor tasks: Int, in builder: ModelBuilder) {
    let type = TensorType([tasks])
    self.init(
      tasks: (0..<tasks).map { "task\($0)" }, families: Array(repeating: nil, count: tasks),
      likelihoods: Array(repeating: .none, count: tasks),
      values: builder.graph.input("losses", type),
      presence: builder.graph.input("presence", type))
  }
}
