import Foundation
import MTLGraph

/// Weights that bring the tasks' gradient norms to a common size.
struct GradientNormalization: GramWeighting {
  static let name = "gradnorm"
  static let summary = "Weights that bring the tasks' gradient norms to a common size"
  static let advice = """
    For losses in different units that should train at a like pace.
    """
  static let details = """
    Each task has a weight w_i, 1 at first; with `G_i = w_i * |g_i|` and the relative rate `r_i = (L_i / \
    L_i(0)) / mean`, the weights of the next step make `sum |G_i - mean(G) * r_i^alpha|` less and keep \
    their sum (Chen et al., ICML 2018). L_i(0) is the loss of the first step that has a label of the task. \
    The paper leaves the optimizer of the weights open: here the logarithm of a weight moves by `rate` in \
    the direction that lessens the sum, and not beyond where `G_i` is what is wanted, so that weights stay \
    above 0 and their pace does not depend on the losses' units; LibMTL leaves them to the model's optimizer, \
    begins in the second epoch, and takes for L_i(0) the mean of the first. Norms are those of all shared \
    parameters, where the paper takes the last shared layer; `at: representation` is close to that. It costs \
    a backward pass for each task, and keeps three numbers for each.
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "alpha", .number(.nonNegative), default: .float(1.5), "how strongly slow tasks are favoured"),
    .named(
      "rate", .number(NumberRange(0, 1, excludesLower: true)), default: .float(0.025),
      "how far the logarithm of a weight moves in a step"),
    GradientOptions.heads,
    GradientOptions.at,
  ]
  static let example = "weighting gradnorm(alpha: 1.5)"
  static let requirement = LossRequirement.positive
  static let laws: Set<WeightingLaw> = [.oneTask, .permutation, .commonScale]
  static let weightOrigin = WeightOrigin.scheme
  static let rateParameter: String? = "rate"

  let isMean = false
  let options: GradientOptions
  let solver: NormBalanceSolver

  init(_ arguments: Arguments) {
    options = GradientOptions(arguments)
    solver = NormBalanceSolver(
      alpha: arguments.number("alpha"), rate: arguments.number("rate"))
  }
}

/// The weights of the last step, and those of the next from norms and losses.
///
/// It keeps, one after another, the logarithms of the weights, the first losses, and whether there was one.
struct NormBalanceSolver: GramSolver {
  let alpha: Double
  let rate: Double

  var weighsTasksAlone: Bool { true }

  func stateCount(tasks: Int) -> Int { 3 * tasks }

  func makeWorkspace(tasks: Int) -> [Double] { Array(repeating: 0, count: tasks) }

  func solve(_ problem: inout GramProblem, workspace: inout [Double]) -> SolverOutcome {
    meet(&problem)
    for row in 0..<problem.count { problem.weights[row] = exp(problem.state[problem.tasks[row]]) }
    findWantedNorms(problem, &workspace)
    move(&problem, workspace)
    return .solved
  }

  /// Remembers the first losses.
  private func meet(_ problem: inout GramProblem) {
    let (first, isMet) = (problem.taskCount, 2 * problem.taskCount)
    for row in 0..<problem.count {
      let task = problem.tasks[row]
      guard problem.state[isMet + task] == 0 else { continue }
      problem.state[first + task] = problem.losses[row]
      problem.state[isMet + task] = 1
    }
  }

  /// The mean norm, times a power of the relative rate of training.
  private func findWantedNorms(_ problem: GramProblem, _ wanted: inout [Double]) {
    var (norms, ratios) = (0.0, 0.0)
    for row in 0..<problem.count {
      let first = problem.state[problem.taskCount + problem.tasks[row]]
      wanted[row] = first > 0 ? max(problem.losses[row], 0) / first : 1
      ratios += wanted[row]
      norms += problem.weights[row] * problem.norm(row)
    }
    let count = Double(problem.count)
    for row in 0..<problem.count {
      let rate = ratios > 0 ? wanted[row] * count / ratios : 1
      wanted[row] = norms / count * pow(rate, alpha)
    }
  }

  /// Moves the logarithms of the weights, and keeps the sum of the weights.
  private func move(_ problem: inout GramProblem, _ wanted: [Double]) {
    var (before, after) = (0.0, 0.0)
    for row in 0..<problem.count {
      let distance = log(wanted[row] / (problem.weights[row] * problem.norm(row)))
      let step = distance.isNaN ? 0 : min(max(distance, -rate), rate)
      problem.state[problem.tasks[row]] += step
      before += problem.weights[row]
      after += exp(problem.state[problem.tasks[row]])
    }
    for task in problem.tasks { problem.state[task] += log(before / after) }
  }
}
