import MTLGraph

/// The update whose projections on all tasks' unit gradients are equal.
struct ImpartialGradients: GramWeighting {
  static let name = "imtl_g"
  static let summary = "The update whose projections on all tasks' unit gradients are equal"
  static let advice = """
    For losses in different units, where no task may be favoured.
    """
  static let details = """
    `<d, g_i> / |g_i|` is the same for all tasks: weights in proportion to `G^+ |g|`, brought to a sum of 1 \
    (IMTL-G, Liu et al., ICLR 2021), times the number of tasks; some may be below 0. The system is solved \
    by eigenvalues of the cosines. Where gradients cancel out, no projections but 0 are equal, and the \
    update is 0. Where the weights' sum is below a tenth of the sum of their sizes it is taken for that \
    tenth: the paper's division would make the update as long as one likes, or turn it around, so that \
    every loss went up. It costs a backward pass for each task, and keeps nothing.
    """
  static let parameters = [GradientOptions.heads, GradientOptions.at]
  static let example = "weighting imtl_g"
  static let laws: Set<WeightingLaw> = [
    .oneTask, .permutation, .nonConflict, .commonScale, .ownScale,
  ]

  let isMean = true
  let options: GradientOptions
  let solver = EqualProjectionSolver()

  init(_ arguments: Arguments) { options = GradientOptions(arguments) }
}

/// `C u = 1` for the cosines C, and weights `u_i / |g_i|`, brought to a sum of 1.
struct EqualProjectionSolver: GramSolver {
  struct Workspace {
    var cosines: SquareMatrix
    var eigenvalues: JacobiEigenvalues
    /// The parts of the solution within the range of the cosines and beyond it.
    var inner: [Double]
    var outer: [Double]
  }

  func makeWorkspace(tasks: Int) -> Workspace {
    let zeros = Array(repeating: 0.0, count: tasks)
    return Workspace(
      cosines: SquareMatrix(count: tasks), eigenvalues: JacobiEigenvalues(capacity: tasks),
      inner: zeros, outer: zeros)
  }

  func solve(_ problem: inout GramProblem, workspace: inout Workspace) -> SolverOutcome {
    let count = problem.count
    workspace.cosines.becomeCosines(of: problem)
    guard workspace.eigenvalues.decompose(workspace.cosines) else { return .unfinished }
    let isStationary = project(&workspace, count)
    var (sum, size) = (0.0, 0.0)
    for row in 0..<count {
      let solution = isStationary ? workspace.outer[row] : workspace.inner[row]
      problem.weights[row] = solution / problem.norm(row)
      sum += problem.weights[row]
      size += abs(problem.weights[row])
    }
    for row in 0..<count { problem.weights[row] /= max(sum, size / 10) }
    return isStationary ? .stationary : problem.outcome
  }

  /// Finds the pseudo-inverse's solution, and what of the ones no solution reaches.
  ///
  /// - Returns: Whether that is more than rounding.
  private func project(_ workspace: inout Workspace, _ count: Int) -> Bool {
    for row in 0..<count {
      workspace.inner[row] = 0
      workspace.outer[row] = 0
    }
    var missed = 0.0
    let least = 1e-8 * workspace.eigenvalues.largest
    for index in 0..<count {
      let (value, share) = (workspace.eigenvalues.values[index], workspace.eigenvalues.sum(index))
      for row in 0..<count {
        let part = share * workspace.eigenvalues.vectors[row, index]
        if value > least {
          workspace.inner[row] += part / value
        } else {
          workspace.outer[row] += part
        }
      }
      if value <= least { missed += share * share }
    }
    return missed > 1e-6 * Double(count)
  }
}
