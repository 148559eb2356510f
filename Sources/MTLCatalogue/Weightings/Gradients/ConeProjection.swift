import MTLGraph

/// The mean of the tasks' gradients, each projected so that it hurts none.
struct ConeProjection: GramWeighting {
  static let name = "upgrad"
  static let summary = "The mean of the tasks' gradients, each projected so that it hurts none"
  static let advice = """
    For tasks none of which may lose, where sizes of gradients should count, as they do not in `mgda`.
    """
  static let details = """
    Each gradient is projected onto the cone of the updates along which no loss goes up, and the \
    projections are averaged (UPGrad, Quinton and Rey, 2024), times the number of tasks: for each task i \
    `v` has the least `v^T G v` with `v >= e_i / tasks`, and the weights are the sum of these. G is divided \
    by its trace, and `reg_eps` added to its diagonal: a task whose gradient is a hundred times shorter \
    than the others' is protected less. The programs are solved exactly, by block pivoting. TorchJD and \
    LibMTL take gradients whose squares sum to below 1e-4 for 0, which makes it the mean near a minimum; \
    `norm_eps` does so where it is given. It costs a backward pass for each task, and keeps nothing.
    """
  static let parameters = ConeOptions.parameters
  static let example = "weighting uncertainty -> upgrad"
  static let laws: Set<WeightingLaw> = [.oneTask, .permutation, .nonConflict, .commonScale]

  let isMean = true
  let options: GradientOptions
  let solver: ConeProjectionSolver

  init(_ arguments: Arguments) {
    options = GradientOptions(arguments)
    solver = ConeProjectionSolver(options: ConeOptions(arguments))
  }
}

/// The sum of the projections of all tasks' shares of the mean.
struct ConeProjectionSolver: GramSolver {
  let options: ConeOptions

  func makeWorkspace(tasks: Int) -> ConeWorkspace { ConeWorkspace(tasks: tasks) }

  func solve(_ problem: inout GramProblem, workspace: inout ConeWorkspace) -> SolverOutcome {
    let count = problem.count
    options.fill(&workspace.matrix, from: problem.gram)
    for row in 0..<count { problem.weights[row] = 0 }
    var isSolved = true
    for task in 0..<count {
      for row in 0..<count { workspace.bounds[row] = row == task ? 1 / Double(count) : 0 }
      let isFound = workspace.program.minimize(workspace.matrix, above: workspace.bounds)
      isSolved = isSolved && isFound
      for row in 0..<count { problem.weights[row] += workspace.program.solution[row] }
    }
    return isSolved ? problem.outcome : .unfinished
  }
}
