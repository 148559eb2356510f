import MTLGraph

/// The tasks' gradients with weights that the spec gives.
struct ConstantGradients: GramWeighting {
  static let name = "constant"
  static let summary = "The tasks' gradients with weights that the spec gives"
  static let advice = """
    For shared parameters that some tasks should shape more than others while each task's own part learns at \
    full speed; `static` weighs the losses themselves, at the cost of one backward pass.
    """
  static let details = """
    `d = sum w_i g_i`; a task that is not named weighs 1. With `heads: weighted` it is the same as `static`. \
    Weights are taken as given, also where a batch has labels of one task alone. It costs a backward pass for \
    each task, and keeps nothing.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("weights", .taskWeights, "the weight of each task, written `task: weight`"),
    GradientOptions.heads,
    GradientOptions.at,
  ]
  static let example = "weighting constant(digit: 1, even: 0.5)"
  static let laws: Set<WeightingLaw> = [.oneTask, .permutation, .commonScale]
  static let weightOrigin = WeightOrigin.spec

  let isMean = false
  let options: GradientOptions
  let solver: ConstantSolver

  init(_ arguments: Arguments) {
    options = GradientOptions(arguments)
    solver = ConstantSolver(named: TaskWeights(arguments["weights"]), weights: [])
  }
}

/// Weights by the tasks' names.
struct ConstantSolver: GramSolver {
  let named: TaskWeights
  /// The weights of the tasks for which it has been prepared.
  let weights: [Double]

  var weighsTasksAlone: Bool { true }

  func prepared(for losses: TaskLosses) -> ConstantSolver {
    ConstantSolver(named: named, weights: named.values(for: losses))
  }

  func makeWorkspace(tasks: Int) {}

  func solve(_ problem: inout GramProblem, workspace: inout Void) -> SolverOutcome {
    for row in 0..<problem.count {
      let task = problem.tasks[row]
      problem.weights[row] = task < weights.count ? weights[task] : 1
    }
    return .solved
  }
}
