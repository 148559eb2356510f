import MTLGraph

/// The mean of gradients that are made orthogonal and of one length.
struct AlignedGradients: GramWeighting {
  static let name = "aligned"
  static let summary = "The mean of the gradients after making them orthogonal and of one length"
  static let advice = """
    For tasks whose gradients differ much in size and direction, so that one hides the others.
    """
  static let details = """
    With the eigenvalues L and eigenvectors V of the gradients' inner products, the weights are `sqrt(s) * \
    V L^(-1/2) V^T p` with p = 1 / tasks, times the number of tasks (Aligned-MTL, Senushkin et al., CVPR \
    2023); s is the least, median (the lower one of two) or root mean square, `rmse`, of L. Eigenvalues \
    below 1.2e-7 times the number of tasks of the largest are rounding of gradients in single precision and \
    are left out; so all others do where they compute in it. The paper's code has p = 1, which is what our \
    multiplication gives. It costs a backward pass for each task, and keeps nothing.
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "scale", .word(["min", "median", "rmse"]), default: .word("min"),
      "which eigenvalue gives the common length"),
    GradientOptions.heads,
    GradientOptions.at,
  ]
  static let example = "weighting aligned(scale: median)"
  static let laws: Set<WeightingLaw> = [.oneTask, .permutation, .commonScale]

  let isMean = true
  let options: GradientOptions
  let solver: AlignmentSolver

  init(_ arguments: Arguments) {
    options = GradientOptions(arguments)
    solver = AlignmentSolver(
      scale: arguments.text("scale").flatMap(AlignmentSolver.Scale.init) ?? .min)
  }
}

/// `sqrt(s) V L^(-1/2) Vᵀ p` over the eigenvalues L that are more than rounding.
struct AlignmentSolver: GramSolver {
  /// Which eigenvalue gives the common length.
  enum Scale: String {
    case min, median, rmse
  }

  let scale: Scale

  struct Workspace {
    var eigenvalues: JacobiEigenvalues
    var kept: [Double] = []
  }

  func makeWorkspace(tasks: Int) -> Workspace {
    var workspace = Workspace(eigenvalues: JacobiEigenvalues(capacity: tasks))
    workspace.kept.reserveCapacity(tasks)
    return workspace
  }

  func solve(_ problem: inout GramProblem, workspace: inout Workspace) -> SolverOutcome {
    let count = problem.count
    guard workspace.eigenvalues.decompose(problem.gram) else { return .unfinished }
    for row in 0..<count { problem.weights[row] = 0 }
    workspace.kept.removeAll(keepingCapacity: true)
    let noise = workspace.eigenvalues.noise
    var reached = 0.0
    for index in 0..<count {
      let (value, sum) = (workspace.eigenvalues.values[index], workspace.eigenvalues.sum(index))
      guard value > noise else { continue }
      workspace.kept.append(value)
      reached += sum * sum / Double(count)
      for row in 0..<count {
        problem.weights[row] +=
          workspace.eigenvalues.vectors[row, index] * sum / value.squareRoot()
      }
    }
    let factor = length(&workspace.kept) / Double(count)
    for row in 0..<count { problem.weights[row] *= factor }
    return reached > 1e-8 ? .solved : .stationary
  }

  /// The common length: the root of an eigenvalue, or of their mean.
  private func length(_ values: inout [Double]) -> Double {
    values.sortInPlace()
    switch scale {
    case .min: return values[0].squareRoot()
    case .median: return values[(values.count - 1) / 2].squareRoot()
    case .rmse:
      var sum = 0.0
      for value in values { sum += value }
      return (sum / Double(values.count)).squareRoot()
    }
  }
}
