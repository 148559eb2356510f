import MTLGraph
import MTLKernels

/// A small solver bound to memory: its operands and result in double precision, and its workspace.
class BoundSolver {
  fileprivate let sources: UnsafePointer<UnsafePointer<Float>?>
  fileprivate var operands: [[Double]]
  fileprivate var results: [Double]

  fileprivate init(sources: UnsafePointer<UnsafePointer<Float>?>, counts: [Int], results: Int) {
    self.sources = sources
    operands = counts.map { Array(repeating: 0, count: $0) }
    self.results = Array(repeating: 0, count: results)
  }

  /// Binds a solver to operands of some numbers of elements.
  static func bind(
    _ solver: some SmallSolver, operands: UnsafePointer<UnsafePointer<Float>?>, counts: [Int]
  ) -> BoundSolver {
    SolverRun(solver, sources: operands, counts: counts)
  }

  /// Reads the operands, solves, and writes the result.
  final func solve(into target: UnsafeMutablePointer<Float>, _ random: mtl_random) {
    for operand in operands.indices {
      guard let source = sources[operand] else { continue }
      for index in operands[operand].indices { operands[operand][index] = Double(source[index]) }
    }
    run(RandomKey(seed: random.seed, step: random.step))
    for index in results.indices { target[index] = Float(results[index]) }
  }

  fileprivate func run(_ random: RandomKey) {}
}

/// The solver's own part.
private final class SolverRun<Solver: SmallSolver>: BoundSolver {
  private let solver: Solver
  private var workspace: Solver.Workspace

  init(_ solver: Solver, sources: UnsafePointer<UnsafePointer<Float>?>, counts: [Int]) {
    self.solver = solver
    workspace = solver.makeWorkspace()
    super.init(sources: sources, counts: counts, results: solver.resultCount)
  }

  override func run(_ random: RandomKey) {
    solver.solve(operands, into: &results, random: random, workspace: &workspace)
  }
}
