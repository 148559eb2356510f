import MTLGraph

/// The shortest convex combination of the tasks' gradients.
struct MultipleGradientDescent: GramWeighting {
  static let name = "mgda"
  static let summary = "The shortest convex combination of the tasks' gradients"
  static let details = """
    `min_w |sum w_i g_i|` over weights from 0 on that sum to 1 (Désidéri, 2012; Sener and Koltun, NeurIPS \
    2018), times the number of tasks. No task's loss goes up along it; it is 0 where no direction helps \
    all. The quadratic program is solved exactly, by Wolfe's algorithm, where other implementations stop at \
    an approximation of a thousandth. `at: representation` compares the gradients at what the tasks' own \
    parts read (MGDA-UB), each row of the batch apart, which LibMTL adds up first. LibMTL's divisions of the \
    gradients by their lengths, losses or both (`l2`, `loss`, `loss+`) are not there. It costs a backward \
    pass for each task, and keeps nothing.
    """
  static let parameters = [GradientOptions.heads, GradientOptions.at]
  static let advice = """
    Where no task may get worse for another's sake. It favours the tasks of small gradients, so that losses \
    of one size, or `uncertainty -> mgda`, serve it well; `at: representation` where the shared part is large.
    """
  static let example = "weighting mgda"
  static let laws: Set<WeightingLaw> = [.oneTask, .permutation, .nonConflict, .commonScale]

  let isMean = true
  let options: GradientOptions
  let solver = MinimumNormSolver()

  init(_ arguments: Arguments) { options = GradientOptions(arguments) }
}

/// The point of least norm in the convex hull of the gradients.
struct MinimumNormSolver: GramSolver {
  struct Workspace {
    var program: SimplexProgram
    let linear: [Double]
  }

  func makeWorkspace(tasks: Int) -> Workspace {
    Workspace(
      program: SimplexProgram(capacity: tasks), linear: Array(repeating: 0, count: tasks))
  }

  func solve(_ problem: inout GramProblem, workspace: inout Workspace) -> SolverOutcome {
    let isSolved = workspace.program.minimize(problem.gram, workspace.linear)
    for row in 0..<problem.count { problem.weights[row] = workspace.program.weights[row] }
    return isSolved ? problem.outcome : .unfinished
  }
}
