import MTLGraph

/// A weighting of gradients that needs their inner products alone.
package protocol GramWeighting: Weighting {
  associatedtype Solver: GramSolver

  /// What finds the weights.
  var solver: Solver { get }

  /// Whether the paper's weights are those of a mean; then they are multiplied by the number of
  /// tasks that take part, so that they are those of a sum.
  var isMean: Bool { get }

  /// How the weights are used.
  var options: GradientOptions { get }
}

extension GramWeighting {
  /// It works on gradients.
  package static var level: WeightingLevel { .gradients }
}

/// What all weightings of gradients have in common.
package struct GradientOptions: Sendable {
  /// Where gradients are compared.
  package enum Place: Sendable {
    /// All parameters that several tasks share.
    case parameters
    /// The values at which the tasks' own parts meet the shared one.
    case representation
  }

  /// Whether a task's own parameters move by its weight too.
  package let weighsHeads: Bool
  package let place: Place

  package init(_ arguments: Arguments) {
    weighsHeads = arguments.text("heads") == "weighted"
    place = arguments.text("at") == "representation" ? .representation : .parameters
  }

  /// Whether the weights are applied to the tasks' own parameters.
  static let heads = ParameterDeclaration.named(
    "heads", .word(["plain", "weighted"]), default: .word("plain"),
    "whether each task's own parameters follow its plain gradient, or that times its weight")

  /// Where gradients are compared.
  package static let at = ParameterDeclaration.named(
    "at", .word(["parameters", "representation"]), default: .word("parameters"),
    "whether gradients are those of the shared parameters or of what the tasks' own parts read, where those "
      + "of tasks on other rows never conflict")
}

/// What a weighting of gradients finds in a step.
package struct GradientWeights: Sendable {
  /// The weight of each task's gradient, a vector.
  package let weights: Value
  /// How the search ended, a `SolverOutcome` as a number.
  package let outcome: Value
  /// The inner products of all tasks' gradients, a square matrix.
  package let gram: Value
}

extension GramWeighting {
  /// The weights of the tasks' gradients.
  ///
  /// - Parameter blocks: Matrices of inner products that are to be added up, and the tasks that the rows
  ///   of each stand for.
  package func weights(
    of losses: TaskLosses, blocks: [(products: Value, tasks: [Int])], in builder: ModelBuilder
  ) throws(TypeMismatch) -> GradientWeights {
    try builder.weights(of: losses, by: solver, blocks: blocks, isMean: isMean)
  }
}

extension ModelBuilder {
  /// The weights that a solver finds from inner products; its state is kept with the model's.
  func weights(
    of losses: TaskLosses, by solver: some GramSolver, blocks: [(products: Value, tasks: [Int])],
    isMean: Bool
  ) throws(TypeMismatch) -> GradientWeights {
    let solver = GramWeightsSolver(
      solver: solver.prepared(for: losses), blocks: blocks.map(\.tasks), tasks: losses.count,
      isMean: isMean, stream: randomStream())
    let operands = [losses.values, losses.presence] + blocks.map(\.products)
    let count = losses.count
    let result = try solve(
      solver, operands, states: solver.stateCount, results: count + 1 + count * count)
    return GradientWeights(
      weights: try graph.slice(result, at: 0, dims: [count]),
      outcome: try graph.slice(result, at: count, dims: []),
      gram: try graph.slice(result, at: count + 1, dims: [count, count]))
  }
}

/// Adds inner products up, chooses the tasks that take part, and has their weights found.
///
/// Operands: the losses, their presence, the blocks, the state. Result: the weights, the outcome, the
/// matrix of inner products, the next state. A task without a label or gradient weighs 1, and so does one
/// that is alone, unless the scheme weighs it.
struct GramWeightsSolver<Solver: GramSolver>: SmallSolver {
  let solver: Solver
  let blocks: [[Int]]
  let tasks: Int
  let isMean: Bool
  let stream: UInt32

  struct Workspace {
    var gram: SquareMatrix
    var problem: GramProblem
    var inner: Solver.Workspace
  }

  var name: String { "gram_weights" }
  var stateCount: Int { solver.stateCount(tasks: tasks) }
  var resultCount: Int { tasks + 1 + tasks * tasks + stateCount }

  func accepts(_ operandCounts: [Int]) -> Bool {
    guard operandCounts.count == 2 + blocks.count + (stateCount > 0 ? 1 : 0) else { return false }
    return operandCounts.prefix(2).allSatisfy { $0 == tasks }
      && SquareMatrix.hasBlocks(operandCounts[2..<2 + blocks.count], of: blocks)
      && operandCounts.dropFirst(2 + blocks.count).allSatisfy { $0 == stateCount }
  }

  func makeWorkspace() -> Workspace {
    let zeros = SquareMatrix(count: tasks)
    return Workspace(
      gram: zeros,
      problem: GramProblem(gram: zeros, state: Array(repeating: 0, count: stateCount)),
      inner: solver.makeWorkspace(tasks: tasks))
  }

  func solve(
    _ operands: [[Double]], into result: inout [Double], random: RandomKey,
    workspace: inout Workspace
  ) {
    workspace.gram.becomeSum(of: operands, from: 2, tasks: blocks)
    activate(losses: operands[0], presence: operands[1], in: &workspace)
    for index in 0..<stateCount {
      workspace.problem.state[index] = operands[2 + blocks.count][index]
    }
    workspace.problem.random = RandomSequence(
      seed: random.seed, step: random.step, stream: stream)
    let outcome = weigh(&workspace)
    for task in 0..<tasks { result[task] = 1 }
    for (index, task) in workspace.problem.tasks.enumerated() {
      result[task] = workspace.problem.weights[index]
    }
    result[tasks] = outcome.rawValue
    for row in 0..<tasks {
      for column in 0..<tasks {
        result[tasks + 1 + row * tasks + column] = workspace.gram[row, column]
      }
    }
    let start = resultCount - stateCount
    for index in 0..<stateCount { result[start + index] = workspace.problem.state[index] }
  }

  /// Chooses the tasks that have a label and a gradient.
  private func activate(
    losses: [Double], presence: [Double], in workspace: inout Workspace
  ) {
    var largest = 0.0
    for task in 0..<tasks where presence[task] > 0 {
      largest = max(largest, workspace.gram[task, task])
    }
    workspace.problem.tasks.removeAll(keepingCapacity: true)
    for task in 0..<tasks
    where presence[task] > 0 && workspace.gram[task, task] > GramProblem.tolerance * largest {
      workspace.problem.tasks.append(task)
    }
    let active = workspace.problem.tasks.count
    workspace.problem.gram.resize(to: active)
    for row in 0..<active {
      let task = workspace.problem.tasks[row]
      workspace.problem.losses[row] = losses[task]
      workspace.problem.weights[row] = 1
      for column in 0..<active {
        workspace.problem.gram[row, column] =
          workspace.gram[task, workspace.problem.tasks[column]]
      }
    }
  }

  /// Lets the scheme find the weights, where there is something to weigh.
  private func weigh(_ workspace: inout Workspace) -> SolverOutcome {
    let active = workspace.problem.count
    guard active > (solver.weighsTasksAlone ? 0 : 1) else { return .solved }
    guard workspace.problem.gram.trace.isFinite else { return .unfinished }
    let outcome = solver.solve(&workspace.problem, workspace: &workspace.inner)
    if isMean {
      for row in 0..<active { workspace.problem.weights[row] *= Double(active) }
    }
    return outcome
  }
}
