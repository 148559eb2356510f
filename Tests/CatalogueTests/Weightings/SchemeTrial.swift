import MTLGraph
import Testing

@testable import MTLCatalogue

/// What a gradient scheme makes of some gradients.
struct SchemeTrial {
  /// The paper's own weights.
  let weights: [Double]
  let outcome: SolverOutcome
  /// What the scheme keeps for the next step.
  let state: [Double]
  /// Whether the weights are those of a mean.
  let isMean: Bool

  /// Asks a scheme of the registry for its weights.
  static func run(
    _ name: String, _ arguments: [String: ConstantValue] = [:], gradients: [[Double]],
    losses: [Double]? = nil, state: [Double] = [], seed: UInt64 = 0
  ) throws -> SchemeTrial {
    try run(
      name, arguments, gram: gram(of: gradients), losses: losses, state: state, seed: seed)
  }

  /// Asks a scheme of the registry for its weights, from inner products.
  static func run(
    _ name: String, _ arguments: [String: ConstantValue] = [:], gram: SquareMatrix,
    losses: [Double]? = nil, state: [Double] = [], seed: UInt64 = 0
  ) throws -> SchemeTrial {
    let kind = try #require(scheme(name))
    let given = Arguments(defaultsOf: kind.parameters, arguments)
    return run(kind.init(given), gram, losses, state, seed)
  }

  /// The gradient schemes of the registry that need inner products alone, by name.
  static var names: [String] {
    Registry.weightings.compactMap { ($0 as? any GramWeighting.Type)?.name }
  }

  /// The scheme of a name.
  static func scheme(_ name: String) -> (any GramWeighting.Type)? {
    Registry.weightings.first { $0.name == name } as? any GramWeighting.Type
  }

  private static func run<Scheme: GramWeighting>(
    _ scheme: Scheme, _ gram: SquareMatrix, _ losses: [Double]?, _ state: [Double],
    _ seed: UInt64
  ) -> SchemeTrial {
    let solver = scheme.solver
    let zeros = Array(repeating: 0.0, count: solver.stateCount(tasks: gram.count))
    var problem = GramProblem(
      gram: gram, losses: losses, state: state.isEmpty ? zeros : state,
      random: RandomSequence(seed: seed, stream: 0))
    var workspace = solver.makeWorkspace(tasks: gram.count)
    let outcome = solver.solve(&problem, workspace: &workspace)
    return SchemeTrial(
      weights: problem.weights, outcome: outcome, state: problem.state, isMean: scheme.isMean)
  }

  /// The weights that the engine gives the tasks, some without a label in the batch.
  static func update(
    _ gradients: [[Double]], _ scheme: some GramWeighting, absent: Set<Int> = []
  ) -> [Double] {
    let (count, gram) = (gradients.count, gram(of: gradients))
    let solver = GramWeightsSolver(
      solver: scheme.solver, blocks: [Array(0..<count)], tasks: count, isMean: scheme.isMean,
      stream: 0)
    let products = (0..<count).flatMap { row in (0..<count).map { gram[row, $0] } }
    let operands: [[Double]] = [
      (0..<count).map { absent.contains($0) ? 0 : 1 },
      (0..<count).map { absent.contains($0) ? 0 : 1 },
      products, Array(repeating: 0, count: solver.stateCount),
    ]
    var result = Array(repeating: 0.0, count: solver.resultCount)
    var workspace = solver.makeWorkspace()
    solver.solve(
      operands, into: &result, random: RandomKey(seed: 0, step: 0), workspace: &workspace)
    return Array(result[..<count])
  }

  /// The inner products of some gradients.
  static func gram(of gradients: [[Double]]) -> SquareMatrix {
    SquareMatrix(gradients.map { row in gradients.map { zip(row, $0).map(*).reduce(0, +) } })
  }

  /// The weighted sum of some gradients.
  func direction(of gradients: [[Double]]) -> [Double] {
    (gradients.first ?? []).indices.map { column in
      zip(weights, gradients).map { $0 * $1[column] }.reduce(0, +)
    }
  }
}

/// Whether two lists of numbers agree, up to an absolute and relative difference.
func areNear(_ first: [Double], _ second: [Double], within tolerance: Double = 1e-4) -> Bool {
  first.count == second.count
    && zip(first, second).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) }
}
