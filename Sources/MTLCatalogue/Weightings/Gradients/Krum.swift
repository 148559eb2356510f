import MTLGraph

/// The mean of the gradients that lie closest to their neighbours.
struct Krum: GramWeighting {
  static let name = "krum"
  static let summary = "The mean of the gradients that lie closest to their neighbours"
  static let advice = """
    For many sources of one task, a few of which may be wrong; not for tasks that ought all to be learned.
    """
  static let details = """
    The score of a gradient is the sum of its distances to the `tasks - byzantine - 2` nearest others, at \
    least one, and the `selected` gradients of least score weigh `1 / selected`, the others nothing \
    (Multi-Krum, Blanchard et al., NeurIPS 2017), times the number of tasks; of equal scores the first \
    task's counts as less. Distances are as they are, as in TorchJD, where the paper squares them. It needs \
    `selected` tasks and, where some may be wrong, `byzantine + 3`; a batch in which fewer have a label is \
    not protected, and counts as unfinished. It costs a backward pass for each task, and keeps nothing.
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "byzantine", .integer(0...1_000_000), default: .integer(1),
      "how many of the gradients may be wrong"),
    .named(
      "selected", .integer(1...1_000_000), default: .integer(1),
      "how many gradients make the mean"),
    GradientOptions.heads,
    GradientOptions.at,
  ]
  static let example = "weighting krum(byzantine: 0, selected: 2)"
  static let laws: Set<WeightingLaw> = [.oneTask, .commonScale]

  let isMean = true
  let options: GradientOptions
  let solver: KrumSolver
  var leastTasks: Int { solver.leastTasks }

  init(_ arguments: Arguments) {
    options = GradientOptions(arguments)
    solver = KrumSolver(
      byzantine: arguments.integer("byzantine"), selected: arguments.integer("selected"))
  }
}

/// The gradients with the least sums of distances to their nearest neighbours.
struct KrumSolver: GramSolver {
  let byzantine: Int
  let selected: Int

  /// The fewest tasks among which the wrong ones are outvoted.
  var leastTasks: Int { max(byzantine > 0 ? byzantine + 3 : 1, selected) }

  struct Workspace {
    var distances: [Double] = []
    var scores: [Double]
  }

  func makeWorkspace(tasks: Int) -> Workspace {
    var workspace = Workspace(scores: Array(repeating: 0, count: tasks))
    workspace.distances.reserveCapacity(tasks)
    return workspace
  }

  func solve(_ problem: inout GramProblem, workspace: inout Workspace) -> SolverOutcome {
    let count = problem.count
    for row in 0..<count {
      problem.weights[row] = 0
      workspace.scores[row] = score(row, problem.gram, &workspace.distances)
    }
    let number = min(selected, count)
    for _ in 0..<number {
      var best: Int?
      for row in 0..<count where problem.weights[row] == 0 {
        if best.map({ workspace.scores[row] < workspace.scores[$0] }) ?? true { best = row }
      }
      if let best { problem.weights[best] = 1 / Double(number) }
    }
    return count < leastTasks ? .unfinished : problem.outcome
  }

  /// The sum of the distances to the nearest other gradients.
  private func score(
    _ row: Int, _ gram: SquareMatrix, _ distances: inout [Double]
  ) -> Double {
    distances.removeAll(keepingCapacity: true)
    for other in 0..<gram.count where other != row {
      let square = gram[row, row] + gram[other, other] - 2 * gram[row, other]
      distances.append(max(square, 0).squareRoot())
    }
    distances.sortInPlace()
    var sum = 0.0
    for distance in distances.prefix(max(gram.count - byzantine - 2, 1)) { sum += distance }
    return sum
  }
}
