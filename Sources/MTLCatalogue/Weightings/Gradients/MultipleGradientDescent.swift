import MTLGraph

/// The shortest convex combination of the tasks' gradients.
struct MultipleGradientDescent: GramWeighting {
  static let name = "mgda"
  static let summary = "The shortest convex combination of the tasks' gradients"
  static let details = """
    `min_w |sum w_i g_i|` over weights from 0 on that sum to 1 (Désidéri, 2012; Sener and Koltun, NeurIPS 2018), \
    times the number of tasks. No task's loss goes up along it; it is 0 where no direction helps all. The \
    quadratic program is solved exactly, by Wolfe's algorithm. `at: representation` compares the gradients at \
    what the tasks' own parts read (MGDA-UB), each row of the batch apart.
    """
  static let parameters = [GradientOptions.heads, GradientOptions.at]
  static let example = "weighting mgda"
  static let isMean = true

  let options: GradientOptions
  let solver = MinimumNormSolver()

  init(_ arguments: Arguments) { options = GradientOptions(arguments) }
}

/// The point of least norm in the convex hull of the gradients, by Wolfe's algorithm (1976).
///
/// Some gradients, the corral, carry the point. The gradient that the point helps least joins it; the
/// point goes to where the corral's plane is nearest to the origin, or as far as weights stay from 0 on.
struct MinimumNormSolver: GramSolver {
  struct Workspace {
    var corral: [Int] = []
    var plane: SquareMatrix
    var factors: Cholesky
    var solution: [Double]
  }

  /// The share of a squared norm that is lost in rounding.
  private static let precision = 1e-12

  func makeWorkspace(tasks: Int) -> Workspace {
    var workspace = Workspace(
      plane: SquareMatrix(count: tasks), factors: Cholesky(capacity: tasks),
      solution: Array(repeating: 0, count: tasks))
    workspace.corral.reserveCapacity(tasks)
    return workspace
  }

  func solve(_ problem: inout GramProblem, workspace: inout Workspace) -> SolverOutcome {
    start(&problem, &workspace)
    for _ in 0..<100 * problem.count {
      guard let task = leastHelped(problem), !workspace.corral.contains(task) else {
        let isStationary =
          problem.gram.form(problem.weights) <= 1e-9 * problem.gram.trace / Double(problem.count)
        return isStationary ? .stationary : .solved
      }
      workspace.corral.append(task)
      settle(&problem, &workspace)
    }
    return .unfinished
  }

  /// The shortest gradient alone.
  private func start(_ problem: inout GramProblem, _ workspace: inout Workspace) {
    var shortest = 0
    for task in 0..<problem.count {
      problem.weights[task] = 0
      if problem.gram[task, task] < problem.gram[shortest, shortest] { shortest = task }
    }
    problem.weights[shortest] = 1
    workspace.corral.removeAll(keepingCapacity: true)
    workspace.corral.append(shortest)
  }

  /// The task whose gradient points least along the point, where that is less than its own length.
  private func leastHelped(_ problem: GramProblem) -> Int? {
    let norm = problem.gram.form(problem.weights)
    var (least, worst) = (Double.infinity, 0)
    for task in 0..<problem.count {
      let product = problem.gram.product(row: task, problem.weights)
      if product < least { (least, worst) = (product, task) }
    }
    let scale = max(norm, problem.gram[worst, worst])
    return least < norm - Self.precision * scale ? worst : nil
  }

  /// Goes to the corral's nearest point, leaving behind what would have a weight below 0.
  private func settle(_ problem: inout GramProblem, _ workspace: inout Workspace) {
    while true {
      findNearest(problem.gram, &workspace)
      var step = 1.0
      for (index, task) in workspace.corral.enumerated() where workspace.solution[index] <= 0 {
        let weight = problem.weights[task]
        step = min(step, weight / max(weight - workspace.solution[index], 1e-300))
      }
      for (index, task) in workspace.corral.enumerated() {
        problem.weights[task] += step * (workspace.solution[index] - problem.weights[task])
        if workspace.solution[index] <= 0, problem.weights[task] <= 1e-14 {
          problem.weights[task] = 0
        }
      }
      guard step < 1 else { return }
      let weights = problem.weights
      workspace.corral.removeAll { weights[$0] == 0 }
    }
  }

  /// The weights, perhaps below 0, of the point of the corral's plane that is nearest to the origin:
  /// `(G + s 1 1ᵀ) u = 1`, brought to a sum of 1.
  private func findNearest(_ gram: SquareMatrix, _ workspace: inout Workspace) {
    let count = workspace.corral.count
    workspace.plane.resize(to: count)
    var scale = 0.0
    for task in workspace.corral { scale = max(scale, gram[task, task]) }
    for (row, task) in workspace.corral.enumerated() {
      for (column, other) in workspace.corral.enumerated() {
        workspace.plane[row, column] = gram[task, other] + scale
      }
      workspace.solution[row] = 1
    }
    _ = workspace.factors.factorize(workspace.plane)
    workspace.factors.solve(&workspace.solution)
    var sum = 0.0
    for row in 0..<count { sum += workspace.solution[row] }
    for row in 0..<count { workspace.solution[row] /= sum }
  }
}
