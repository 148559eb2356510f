import MTLGraph

/// What a rule for the weights of losses decides from, in double precision; arrays hold all tasks.
package struct LossStep: Sendable {
  /// The losses; 0 for a task without a label in the batch.
  package var losses: [Double]
  /// Whether the batch has a label of the task.
  package var isPresent: [Bool]
  /// What the rule finds; 1 for each task before it does.
  package var weights: [Double]
  /// What the rule keeps from step to step; zeros before the first.
  package var state: [Double]
  /// The number of the step, and of its epoch, from 0 on.
  package var step: Int
  package var epoch: Int
  /// Whether the step is the first of its epoch.
  package var isEpochStart: Bool
  /// The random numbers of the step.
  package var random: RandomSequence

  /// The number of tasks.
  package var count: Int { losses.count }

  /// Creates a step of tasks that are all present.
  package init(
    losses: [Double], state: [Double] = [], step: Int = 0, epoch: Int = 0,
    isEpochStart: Bool = false, random: RandomSequence = RandomSequence(seed: 0, stream: 0)
  ) {
    self.losses = losses
    self.state = state
    self.step = step
    self.epoch = epoch
    self.isEpochStart = isEpochStart
    self.random = random
    isPresent = Array(repeating: true, count: losses.count)
    weights = Array(repeating: 1, count: losses.count)
  }
}

/// Weights of losses from their values and history; no gradient goes through them.
package protocol LossRule: Hashable, Sendable {
  /// Memory for what is computed on the way.
  associatedtype Workspace = Void

  /// The number of elements that it keeps from step to step.
  func stateCount(tasks: Int) -> Int

  /// Makes the memory for so many tasks.
  func makeWorkspace(tasks: Int) -> Workspace

  /// Finds the weights, and the next state.
  func weigh(_ step: inout LossStep, workspace: inout Workspace)
}

extension LossRule {
  /// A rule keeps nothing, unless it says so.
  package func stateCount(tasks: Int) -> Int { 0 }
}

extension LossRule where Workspace == Void {
  /// Nothing is computed on the way.
  package func makeWorkspace(tasks: Int) {}
}

/// A weighting of losses whose weights a rule finds anew in each step.
package protocol RuleWeighting: LossWeighting {
  associatedtype Rule: LossRule

  /// The rule.
  var rule: Rule { get }
}

extension RuleWeighting {
  /// The losses' sum, each times what the rule finds.
  package func combine(
    _ losses: TaskLosses, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    try builder.weightedSum(of: losses, weights: builder.weights(of: losses, by: rule))
  }
}

extension ModelBuilder {
  /// The state that keeps what a rule remembers, in the weighting's scope.
  package static var ruleState: String { solverState("rule") }

  private static func solverState(_ solver: String) -> String { "\(solver)_state" }

  /// The weights that a rule finds, as a vector; its state is kept with the model's.
  func weights(
    of losses: TaskLosses, by rule: some LossRule
  ) throws(TypeMismatch) -> Value {
    let solver = LossRuleSolver(rule: rule, tasks: losses.count, stream: randomStream())
    var operands = [losses.values, losses.presence]
    operands += StepClock.allCases.map { clock($0) }
    return try solve(solver, operands, states: solver.stateCount, results: losses.count)
  }

  /// The first results of a solver whose last operand and last results are what it keeps.
  func solve(
    _ solver: some SmallSolver, _ operands: [Value], states: Int, results: Int
  ) throws(TypeMismatch) -> Value {
    guard states > 0 else {
      return try graph.slice(graph.emit(Solve(solver), operands), at: 0, dims: [results])
    }
    let state = state(Self.solverState(solver.name), [.size(states)], .constant(0))
    let result = try graph.emit(Solve(solver), operands + [state])
    assign(state, try graph.slice(result, at: solver.resultCount - states, dims: [states]))
    return try graph.slice(result, at: 0, dims: [results])
  }
}

/// A rule as the graph's solver: losses, presence, clock and state to weights and next state.
struct LossRuleSolver<Rule: LossRule>: SmallSolver {
  let rule: Rule
  let tasks: Int
  let stream: UInt32

  struct Workspace {
    var step: LossStep
    var rules: Rule.Workspace
  }

  var name: String { "rule" }
  var stateCount: Int { rule.stateCount(tasks: tasks) }
  var resultCount: Int { tasks + stateCount }

  func accepts(_ operandCounts: [Int]) -> Bool {
    operandCounts == [tasks, tasks, 1, 1, 1] + (stateCount > 0 ? [stateCount] : [])
  }

  func makeWorkspace() -> Workspace {
    let zeros = Array(repeating: 0.0, count: stateCount)
    return Workspace(
      step: LossStep(losses: Array(repeating: 0, count: tasks), state: zeros),
      rules: rule.makeWorkspace(tasks: tasks))
  }

  func solve(
    _ operands: [[Double]], into result: inout [Double], random: RandomKey,
    workspace: inout Workspace
  ) {
    workspace.step.random = RandomSequence(seed: random.seed, step: random.step, stream: stream)
    for task in 0..<tasks {
      workspace.step.losses[task] = operands[0][task]
      workspace.step.isPresent[task] = operands[1][task] > 0
      workspace.step.weights[task] = 1
    }
    workspace.step.step = Int(operands[2][0])
    workspace.step.epoch = Int(operands[3][0])
    workspace.step.isEpochStart = operands[4][0] > 0
    for index in 0..<stateCount { workspace.step.state[index] = operands[5][index] }
    rule.weigh(&workspace.step, workspace: &workspace.rules)
    for task in 0..<tasks { result[task] = workspace.step.weights[task] }
    for index in 0..<stateCount { result[tasks + index] = workspace.step.state[index] }
  }
}
