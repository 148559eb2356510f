import MTLGraph

/// A weighting of gradients that acts on the optimizer: its vectors are kept for each task apart on what
/// several tasks share, and what is combined are the moves that they lead to.
package protocol UpdateWeighting: Weighting {
  /// The move of what is shared, from a move for each task.
  ///
  /// - Parameter moves: One lane for each task; zeros for a task without a label in the batch.
  func combine(_ moves: Value, in builder: ModelBuilder) throws(TypeMismatch) -> Value
}

extension UpdateWeighting {
  /// It works on gradients.
  package static var level: WeightingLevel { .gradients }
}

extension Weighting {
  /// Whether whole gradients of all tasks are kept for a step, number by number.
  package var needsRows: Bool { self is any RowWeighting || self is any UpdateWeighting }
}

extension ModelBuilder {
  /// The state that holds one of the optimizer's vectors for each task, in the weighting's scope.
  package static func taskVectors(_ vector: String) -> String { "optimizer.\(vector)" }

  /// What each task's gradient moves parameters by under an optimizer that has seen no other.
  ///
  /// The result has one lane for each task; weights do not decay in it.
  /// The optimizer's vectors and the number of its steps are states of the scope. Those of a task without
  /// a label stand still, and so does the task's part.
  package func moves(
    along rows: GradientRows, by optimizer: some Optimizer, learningRate: Value
  ) throws(TypeMismatch) -> Value {
    let type = graph.type(of: rows.values).withoutLanes
    let presence = try graph.lanes(of: rows.losses.presence)
    let absence = try graph.offset(graph.scale(presence, by: -1), by: 1)
    let isPresent = try graph.broadcast(presence, to: type)
    let isAbsent = try graph.broadcast(absence, to: type)
    let states = optimizer.states.map {
      rowState(Self.taskVectors($0), graph.type(of: rows.values))
    }
    let (moves, next) = try optimizer.update(
      OptimizerOperands(
        parameters: graph.constant(0, type), gradient: rows.values, states: states,
        scalars: taskScalars(of: optimizer, rows.losses, learningRate: learningRate),
        decayMask: nil, segments: []), in: &graph)
    for (state, next) in zip(states, next) {
      assign(
        state,
        try graph.add(graph.multiply(next, isPresent), graph.multiply(state, isAbsent)))
    }
    return try graph.multiply(moves, isPresent)
  }

  /// The optimizer's numbers for each task, by how many steps the task has had: one lane for each.
  private func taskScalars(
    of optimizer: some Optimizer, _ losses: TaskLosses, learningRate: Value
  ) throws(TypeMismatch) -> [Value] {
    let solver = TaskScalarsSolver(optimizer: optimizer, tasks: losses.count)
    let kinds = optimizer.scalars.count
    let numbers = try solve(
      solver, [losses.presence, learningRate], states: losses.count,
      results: losses.count * kinds)
    return try (0..<kinds).map { kind throws(TypeMismatch) in
      try graph.stackLanes(
        (0..<losses.count).map { task throws(TypeMismatch) in
          try graph.slice(numbers, at: task * kinds + kind, dims: [])
        })
    }
  }
}

/// Counts the steps of each task, and finds the optimizer's numbers for them.
///
/// Operands: the presence of the tasks, the learning rate, their counts. Result: the numbers of one task
/// after another, the next counts.
struct TaskScalarsSolver<Rule: Optimizer>: SmallSolver {
  let optimizer: Rule
  let tasks: Int

  /// A bound that no run reaches, for counts of a strange checkpoint.
  private static var mostSteps: Double { 1e15 }

  var name: String { "optimizer_steps" }
  var resultCount: Int { tasks * (optimizer.scalars.count + 1) }

  func accepts(_ operandCounts: [Int]) -> Bool { operandCounts == [tasks, 1, tasks] }

  /// The number of the optimizer's numbers, which it would take memory to ask for.
  func makeWorkspace() -> Int { optimizer.scalars.count }

  func solve(
    _ operands: [[Double]], into result: inout [Double], random: RandomKey,
    workspace: inout Int
  ) {
    for task in 0..<tasks {
      let count = operands[2][task] + (operands[0][task] > 0 ? 1 : 0)
      for kind in 0..<workspace {
        result[task * workspace + kind] = optimizer.scalarValue(
          kind, step: count > 1 ? Int(min(count, Self.mostSteps)) : 1,
          learningRate: operands[1][0])
      }
      result[tasks * workspace + task] = count
    }
  }
}
