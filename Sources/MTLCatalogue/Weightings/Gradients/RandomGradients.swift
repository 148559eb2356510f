import Foundation
import MTLGraph

/// The tasks' gradients with random weights, new ones in each step.
struct RandomGradients: GramWeighting {
  static let name = "random"
  static let summary = "The tasks' gradients with random weights, new ones in each step"
  static let advice = """
    A baseline that schemes of gradients have to beat.
    """
  static let details = """
    Weights are the softmax of normal numbers (RLW, Lin et al., TMLR 2022), times the number of tasks. The \
    tasks' own parts follow their plain gradients, which differs from random weights of losses; `heads: \
    weighted` weighs them too. It costs a backward pass for each task, keeps nothing, and draws from the \
    seed.
    """
  static let parameters = [GradientOptions.heads, GradientOptions.at]
  static let example = "weighting random"
  static let laws: Set<WeightingLaw> = [.oneTask, .commonScale]

  let isMean = true
  let options: GradientOptions
  let solver = RandomSolver()

  init(_ arguments: Arguments) { options = GradientOptions(arguments) }
}

/// The softmax of normal numbers.
struct RandomSolver: GramSolver {
  func makeWorkspace(tasks: Int) -> [Double] { Array(repeating: 0, count: tasks) }

  func solve(_ problem: inout GramProblem, workspace: inout [Double]) -> SolverOutcome {
    for task in 0..<problem.taskCount { workspace[task] = exp(problem.random.normal()) }
    var sum = 0.0
    for task in problem.tasks { sum += workspace[task] }
    for row in 0..<problem.count { problem.weights[row] = workspace[problem.tasks[row]] / sum }
    return .solved
  }
}
