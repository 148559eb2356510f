import MTLGraph

/// The update that is fair to all tasks, more or less to the one that gains least.
struct FairGradients: GramWeighting {
  static let name = "fairgrad"
  static let summary =
    "The update that is fair to all tasks, more or less to the one that gains least"
  static let advice = """
    For losses of like size among which the worst-off is to gain more, or less, than a sum gives it.
    """
  static let details = """
    Weights w from 0 on with `G w = w^(-1 / alpha)` for the inner products G of the gradients (FairGrad, \
    Ban and Ji, ICML 2024): towards 0 `alpha` gives equal weights, with 1 it is the direction of `nash`, \
    and towards infinity all tasks gain the same. They are found exactly, by Newton's method on a convex \
    function, where others use least squares from equal weights. The weights are the paper's, which are not \
    multiplied: the update does not grow with the gradients, and has a length of the root of the number of \
    tasks with `alpha: 1`; in a batch with the labels of one task alone, it is that task's gradient. Where \
    gradients cancel out, no such weights exist: the step counts as stationary, and the weights are those close \
    to it, of a usual size. LibMTL weighs the tasks' own parameters too, as `heads: weighted` does. It costs a \
    backward pass for each task, and keeps nothing.
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "alpha", .number(NumberRange(0.1, 10)), default: .float(1),
      "how strongly the task that gains least is favoured"),
    GradientOptions.heads,
    GradientOptions.at,
  ]
  static let example = "weighting fairgrad(alpha: 2)"
  static let laws: Set<WeightingLaw> = [.oneTask, .permutation, .nonConflict, .ownScale]

  let isMean = false
  let options: GradientOptions
  let solver: FairGradientSolver

  init(_ arguments: Arguments) {
    options = GradientOptions(arguments)
    solver = FairGradientSolver(alpha: arguments.number("alpha"))
  }
}

/// The fair allocation.
struct FairGradientSolver: GramSolver {
  let alpha: Double

  func makeWorkspace(tasks: Int) -> FairAllocation { FairAllocation(capacity: tasks) }

  func solve(_ problem: inout GramProblem, workspace: inout FairAllocation) -> SolverOutcome {
    let outcome = workspace.solve(problem.gram, alpha: alpha)
    for row in 0..<problem.count { problem.weights[row] = workspace.weights[row] }
    return outcome
  }
}
