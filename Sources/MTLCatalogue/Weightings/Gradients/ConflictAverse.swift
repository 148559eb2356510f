import Foundation
import MTLGraph

/// The update near the mean gradient that helps the worst-off task most.
struct ConflictAverse: GramWeighting {
  static let name = "cagrad"
  static let summary = "The update near the mean gradient that helps the worst-off task most"
  static let advice = """
    For tasks in conflict where the mean of the losses is still what counts.
    """
  static let details = """
    `max_d min_i <g_i, d>` within `c * |g|` of the mean gradient g (Liu et al., NeurIPS 2021), times the \
    number of tasks: `d = g + c * |g| * g_w / |g_w|`, where w from 0 on with sum 1 has the least `<g_w, g> \
    + c * |g| * |g_w|`. With c = 0 it is the mean; it ends where the mean of the losses does. `rescale: 1` \
    divides by `1 + c * c`, `rescale: 2` by `1 + c`, 0 by nothing. The weights are found exactly, by a \
    search for `c * |g| / |g_w|` with a quadratic program in each step, where others call a general solver. \
    Where g_w is 0 the formula has no value: the factor ends at 1e4, and the step counts as stationary. It \
    costs a backward pass for each task, and keeps nothing.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("c", .number(.belowOne), default: .float(0.5), "size of the region around the mean"),
    .named(
      "rescale", .integer(0...2), default: .integer(1),
      "what the update is divided by: 0 for 1, 1 for `1 + c * c`, 2 for `1 + c`"),
    GradientOptions.heads,
    GradientOptions.at,
  ]
  static let example = "weighting cagrad(c: 0.4)"
  static let laws: Set<WeightingLaw> = [.oneTask, .permutation, .commonScale]

  let isMean = true
  let options: GradientOptions
  let solver: ConflictAverseSolver

  init(_ arguments: Arguments) {
    options = GradientOptions(arguments)
    let radius = arguments.number("c")
    let divisors = [1, 1 + radius * radius, 1 + radius]
    solver = ConflictAverseSolver(
      radius: radius, divisor: divisors[min(max(arguments.integer("rescale"), 0), 2)])
  }
}

/// The least `<g_w, g> + r |g_w|` with `r = c |g|`, by a search for the factor `f = r / |g_w|` of its solution.
///
/// For a factor f, w has the least `|g_w|² / 2 + <g_w, g> / f`, a quadratic program; `f |g_w|` goes up with f,
/// so that the factor for which it is r is found between two bounds. The update is `g + f g_w`.
struct ConflictAverseSolver: GramSolver {
  let radius: Double
  let divisor: Double

  struct Workspace {
    var program: SimplexProgram
    /// The inner products with the mean gradient, and those divided by a factor.
    var products: [Double]
    var linear: [Double]
  }

  func makeWorkspace(tasks: Int) -> Workspace {
    let zeros = Array(repeating: 0.0, count: tasks)
    return Workspace(
      program: SimplexProgram(capacity: tasks), products: zeros, linear: zeros)
  }

  func solve(_ problem: inout GramProblem, workspace: inout Workspace) -> SolverOutcome {
    let count = problem.count
    let share = 1 / Double(count)
    for row in 0..<count { problem.weights[row] = share }
    guard !problem.isCancelled else { return .stationary }
    var square = 0.0
    for row in 0..<count {
      workspace.products[row] = share * problem.gram.sum(row: row)
      square += share * workspace.products[row]
    }
    let length = radius * square.squareRoot()
    guard length > 0 else { return .solved }
    let (factor, outcome) = findFactor(problem.gram, length, &workspace)
    for row in 0..<count {
      problem.weights[row] = (share + factor * workspace.program.weights[row]) / divisor
    }
    return outcome
  }

  /// The factor for which `factor * |g_w|` is a length; the workspace has the weights then.
  private func findFactor(
    _ gram: SquareMatrix, _ length: Double, _ workspace: inout Workspace
  ) -> (Double, SolverOutcome) {
    var (shortest, longest) = (Double.infinity, 0.0)
    for row in 0..<gram.count {
      shortest = min(shortest, gram[row, row].squareRoot())
      longest = max(longest, gram[row, row].squareRoot())
    }
    var search = RootSearch(from: log(length / longest), to: log(1e4 * length / shortest))
    var isSolved = true
    while let position = search.next {
      let factor = exp(position)
      for row in 0..<gram.count { workspace.linear[row] = workspace.products[row] / factor }
      isSolved = workspace.program.minimize(
        gram, workspace.linear, continues: search.count > 0)
      let norm = max(gram.form(workspace.program.weights), 0).squareRoot()
      search.record(norm > 0 ? max(log(factor * norm / length), -100) : -100)
    }
    guard search.hasRoot else { return (exp(search.root), .stationary) }
    return (exp(search.root), isSolved ? .solved : .unfinished)
  }
}
