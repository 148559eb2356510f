import MTLGraph

/// The update that is the fairest bargain between the tasks.
struct NashBargaining: GramWeighting {
  static let name = "nash"
  static let summary = "The update that is the fairest bargain between the tasks"
  static let advice = """
    For losses in different units, each of which is to gain in proportion.
    """
  static let details = """
    Weights w from 0 on with `G w = 1 / w` for the inner products G of the gradients divided by their \
    Frobenius norm (Nash-MTL, Navon et al., ICML 2022). They are found exactly, by Newton's method on a \
    convex function, where others solve approximations one after another and fall back to the last weights \
    in silence. Where gradients cancel out no bargain exists: the step counts as stationary, and the \
    weights are those close to it, of a usual size. `update_every: N` finds weights in every Nth step \
    alone, and when a task appears for the first time; the inner products are computed in all. `max_norm` \
    bounds the update's length, as the paper's code does by 1, which makes it as long as that in most \
    steps; without it there is no bound. That code and LibMTL weigh the tasks' own parameters too, as `heads: \
    weighted` does. It costs a backward pass for each task, and keeps the weights.
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "update_every", .integer(1...1_000_000), default: .integer(1), "steps between two solutions"),
    .named("max_norm", .number(.positive), "the longest update; without it there is no bound"),
    GradientOptions.heads,
    GradientOptions.at,
  ]
  static let example = "weighting nash(update_every: 5)"
  static let laws: Set<WeightingLaw> = [
    .oneTask, .permutation, .nonConflict, .commonScale, .ownScale,
  ]

  let isMean = false
  let options: GradientOptions
  let solver: NashSolver

  init(_ arguments: Arguments) {
    options = GradientOptions(arguments)
    solver = NashSolver(
      interval: arguments.integer("update_every"), bound: arguments.optionalNumber("max_norm"))
  }
}

/// The fair allocation with alpha 1 for `G / |G|`, now and then.
///
/// It keeps the last weights of all tasks, 0 for one that had none yet, and the number of steps since.
struct NashSolver: GramSolver {
  let interval: Int
  let bound: Double?

  /// The bound holds for a task alone too.
  var weighsTasksAlone: Bool { bound != nil }

  func stateCount(tasks: Int) -> Int { tasks + 1 }

  func makeWorkspace(tasks: Int) -> FairAllocation { FairAllocation(capacity: tasks) }

  func solve(_ problem: inout GramProblem, workspace: inout FairAllocation) -> SolverOutcome {
    guard problem.count > 1 else {
      problem.weights[0] = 1
      shorten(&problem)
      return .solved
    }
    let steps = problem.taskCount
    // Also true of what is no number, as a strange checkpoint may have it.
    var isDue = !(problem.state[steps] > 0 && problem.state[steps] < Double(interval))
    for task in problem.tasks where !(problem.state[task] > 0) { isDue = true }
    if isDue { problem.state[steps] = 0 }
    let outcome = isDue ? bargain(&problem, &workspace) : recall(&problem)
    problem.state[steps] += 1
    shorten(&problem)
    return outcome
  }

  /// Finds new weights.
  private func bargain(
    _ problem: inout GramProblem, _ workspace: inout FairAllocation
  ) -> SolverOutcome {
    let outcome = workspace.solve(problem.gram, alpha: 1)
    let factor = problem.gram.norm.squareRoot()
    for row in 0..<problem.count {
      problem.weights[row] = factor * workspace.weights[row]
      problem.state[problem.tasks[row]] = problem.weights[row]
    }
    return outcome
  }

  /// Takes the last weights.
  private func recall(_ problem: inout GramProblem) -> SolverOutcome {
    for row in 0..<problem.count { problem.weights[row] = problem.state[problem.tasks[row]] }
    return problem.outcome
  }

  /// Shortens the update to the bound.
  private func shorten(_ problem: inout GramProblem) {
    guard let bound else { return }
    let length = max(problem.gram.form(problem.weights), 0).squareRoot()
    guard length > bound else { return }
    for row in 0..<problem.count { problem.weights[row] *= bound / length }
  }
}
