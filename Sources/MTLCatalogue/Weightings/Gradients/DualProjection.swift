import MTLGraph

/// The mean of the tasks' gradients, projected so that it hurts none.
struct DualProjection: GramWeighting {
  static let name = "dual_projection"
  static let summary = "The mean of the tasks' gradients, projected so that it hurts none"
  static let advice = """
    For tasks none of which may lose, where the mean is right as long as it hurts none.
    """
  static let details = """
    The mean gradient is projected onto the cone of the updates along which no loss goes up (Lopez-Paz and \
    Ranzato, NeurIPS 2017), times the number of tasks: the weights have the least `v^T G v` with `v >= 1 / \
    tasks`. As `upgrad` with one projection instead of one for each task, and with its `norm_eps` and \
    `reg_eps`; where no gradient points against the mean it is `equal`. It costs a backward pass for each \
    task, and keeps nothing.
    """
  static let parameters = ConeOptions.parameters
  static let example = "weighting dual_projection"
  static let laws: Set<WeightingLaw> = [.oneTask, .permutation, .nonConflict, .commonScale]

  let isMean = true
  let options: GradientOptions
  let solver: DualProjectionSolver

  init(_ arguments: Arguments) {
    options = GradientOptions(arguments)
    solver = DualProjectionSolver(options: ConeOptions(arguments))
  }
}

/// The projection of the mean.
struct DualProjectionSolver: GramSolver {
  let options: ConeOptions

  func makeWorkspace(tasks: Int) -> ConeWorkspace { ConeWorkspace(tasks: tasks) }

  func solve(_ problem: inout GramProblem, workspace: inout ConeWorkspace) -> SolverOutcome {
    options.fill(&workspace.matrix, from: problem.gram)
    for row in 0..<problem.count { workspace.bounds[row] = 1 / Double(problem.count) }
    let isSolved = workspace.program.minimize(workspace.matrix, above: workspace.bounds)
    for row in 0..<problem.count { problem.weights[row] = workspace.program.solution[row] }
    return isSolved ? problem.outcome : .unfinished
  }
}
