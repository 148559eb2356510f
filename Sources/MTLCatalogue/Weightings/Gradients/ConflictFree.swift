import MTLGraph

/// The direction that all tasks' unit gradients agree with equally.
struct ConflictFree: GramWeighting {
  static let name = "config"
  static let summary = "The direction that all tasks' unit gradients agree with equally"
  static let details = """
    `u = pinv(unit rows) 1`, `d = (sum g_i · u / |u|) u / |u|` (Liu, Chu and Thuerey, ConFIG, ICLR 2025). Every \
    cosine with d is the same, and d is as long as the projections of all gradients on it. For losses of very \
    different scales, as those of physics-informed networks. Found from the inner products of the unit gradients \
    alone, through their eigenvalues; directions that rounding cannot tell from 0 are left out. It keeps \
    nothing.
    """
  static let parameters = [GradientOptions.heads]
  static let example = "weighting config"

  let isMean = false
  let options: GradientOptions
  let solver = ConflictFreeSolver()

  init(_ arguments: Arguments) { options = GradientOptions(arguments) }
}

/// The pseudo-inverse of the unit gradients, from the eigenvalues of their cosines.
struct ConflictFreeSolver: GramSolver {
  struct Workspace {
    var cosines: SquareMatrix
    var eigenvalues: JacobiEigenvalues
  }

  func makeWorkspace(tasks: Int) -> Workspace {
    Workspace(
      cosines: SquareMatrix(count: tasks), eigenvalues: JacobiEigenvalues(capacity: tasks))
  }

  func solve(_ problem: inout GramProblem, workspace: inout Workspace) -> SolverOutcome {
    let count = problem.count
    workspace.cosines.becomeCosines(of: problem)
    guard workspace.eigenvalues.decompose(workspace.cosines) else { return .unfinished }
    solveForOnes(&problem, workspace.eigenvalues)
    // u = sum_i a_i g_i / |g_i|, and u · u = a · C a.
    let square = workspace.cosines.form(problem.weights)
    guard square > 1e-12 * Double(count) else {
      for task in 0..<count { problem.weights[task] = 0 }
      return .stationary
    }
    var projections = 0.0
    for task in 0..<count {
      projections +=
        problem.norm(task)
        * workspace.cosines.product(row: task, problem.weights)
    }
    for task in 0..<count {
      problem.weights[task] *= projections / (square * problem.norm(task))
    }
    return problem.outcome
  }

  /// The weights a of least length with `C a = 1`, as far as C has an inverse.
  private func solveForOnes(_ problem: inout GramProblem, _ eigenvalues: JacobiEigenvalues) {
    let count = problem.count
    for task in 0..<count { problem.weights[task] = 0 }
    let noise = eigenvalues.noise
    for index in 0..<count where eigenvalues.values[index] > noise {
      let factor = eigenvalues.sum(index) / eigenvalues.values[index]
      for task in 0..<count {
        problem.weights[task] += factor * eigenvalues.vectors[task, index]
      }
    }
  }
}
