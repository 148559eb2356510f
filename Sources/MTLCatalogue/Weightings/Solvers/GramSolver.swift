import MTLGraph

/// How a search for weights ended.
package enum SolverOutcome: Double, Sendable {
  /// The weights are those that were looked for.
  case solved = 0
  /// No direction helps all tasks: the gradients cancel out.
  case stationary = 1
  /// The search ended at its bound; the best weights so far are used.
  case unfinished = 2
}

/// What a gradient scheme decides from: the inner products of the tasks' gradients.
///
/// Only tasks are in it that have a label in the batch and a gradient that is not zero; there are at
/// least two, or one where the solver weighs tasks alone. Arrays have room for all tasks; `weights`,
/// `gram` and `losses` hold the active ones, in their order, and `state` what the scheme keeps from step to
/// step, for all tasks.
package struct GramProblem: Sendable {
  /// The share of the largest squared norm up to which a gradient counts as zero beside the others.
  package static let tolerance = 1e-20

  /// The inner products of the active tasks' gradients.
  package var gram: SquareMatrix
  /// The losses of the active tasks.
  package var losses: [Double]
  /// The numbers of the active tasks among all.
  package var tasks: [Int]
  /// What the scheme finds: the weights of the active tasks' gradients.
  package var weights: [Double]
  /// What the scheme keeps from step to step; zeros before the first.
  package var state: [Double]
  /// The number of all tasks.
  package let taskCount: Int
  /// The random numbers of the step.
  package var random: RandomSequence

  /// The number of active tasks.
  package var count: Int { gram.count }

  /// Creates a problem of tasks that are all active.
  package init(
    gram: SquareMatrix, losses: [Double]? = nil, state: [Double] = [],
    random: RandomSequence = RandomSequence(seed: 0, stream: 0)
  ) {
    self.gram = gram
    self.losses = losses ?? Array(repeating: 1, count: gram.count)
    self.state = state
    self.random = random
    tasks = Array(0..<gram.count)
    weights = Array(repeating: 0, count: gram.count)
    taskCount = gram.count
  }
}

/// Weights for the tasks' gradients from their inner products.
///
/// The weights are the paper's own, before the convention for their sum is applied.
package protocol GramSolver: Hashable, Sendable {
  /// Memory for what is computed on the way.
  associatedtype Workspace

  /// The number of elements that it keeps from step to step.
  func stateCount(tasks: Int) -> Int

  /// Makes the memory for up to so many tasks.
  func makeWorkspace(tasks: Int) -> Workspace

  /// Whether it weighs a task too that is the only one of a step; else that task weighs 1.
  var weighsTasksAlone: Bool { get }

  /// The solver for some tasks, where it depends on what they are.
  func prepared(for losses: TaskLosses) -> Self

  /// Finds the weights, and the next state.
  func solve(_ problem: inout GramProblem, workspace: inout Workspace) -> SolverOutcome
}

extension GramSolver {
  /// A scheme keeps nothing, unless it says so.
  package func stateCount(tasks: Int) -> Int { 0 }
  /// A task alone follows its own gradient, unless the scheme says otherwise.
  package var weighsTasksAlone: Bool { false }
  /// A scheme is the same for all tasks, unless it says otherwise.
  package func prepared(for losses: TaskLosses) -> Self { self }
}

extension GramSolver where Workspace == Void {
  /// Nothing is computed on the way.
  package func makeWorkspace(tasks: Int) {}
}

extension GramProblem {
  /// The length of a task's gradient.
  func norm(_ row: Int) -> Double { gram[row, row].squareRoot() }

  /// Whether the weighted gradients cancel out: `|sum w g|` is at most 1e-4 of `sum |w| |g|`, about what
  /// rounding leaves of gradients in single precision.
  var isCancelled: Bool {
    var length = 0.0
    for row in 0..<count { length += abs(weights[row]) * norm(row) }
    return !(gram.form(weights) > 1e-8 * length * length)
  }

  /// How a search ended that has found its weights.
  var outcome: SolverOutcome { isCancelled ? .stationary : .solved }
}

extension SquareMatrix {
  /// Becomes the cosines of the angles between the gradients of a problem.
  mutating func becomeCosines(of problem: GramProblem) {
    resize(to: problem.count)
    for row in 0..<count {
      for column in 0..<count {
        self[row, column] = problem.gram[row, column] / (problem.norm(row) * problem.norm(column))
      }
    }
  }
}
