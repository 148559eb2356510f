import MTLGraph

/// What a small solver makes of its operands, a vector; its gradient is zero.
///
/// - Constraint (C1): operands without rows and lanes, as many and as long as the solver reads.
struct Solve: Primitive {
  static let name = "solve"
  static let samples: [Sample] = [
    Sample(
      Solve(
        GramWeightsSolver(
          solver: MinimumNormSolver(), blocks: [[0, 1, 2]], tasks: 3, isMean: true, stream: 1)),
      [TensorType([3]), TensorType([3]), TensorType([1, 3, 3])], range: 0.5...1.5)
  ]
  static let isDifferentiable = false

  let solver: AnySmallSolver

  init(_ solver: some SmallSolver) { self.solver = AnySmallSolver(solver) }

  var attributes: String { solver.solver.name }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.allSatisfy({ $0.rows == nil && $0.lanes == nil }),
      solver.solver.accepts(operands.map(\.elementsPerRow))
    else {
      throw TypeMismatch("a solver takes values without rows, as many and as long as it reads")
    }
    return TensorType([solver.solver.resultCount])
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    solver.solver.evaluate(operands.map(\.values), into: &result.values, random: step.random)
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] { operands.map { _ in nil } }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(.solve(solver, operandCounts: operands.map(\.elementsPerRow)))
  }
}

extension SmallSolver {
  /// Computes the result with memory of its own.
  fileprivate func evaluate(
    _ operands: [[Double]], into result: inout [Double], random: RandomKey
  ) {
    var workspace = makeWorkspace()
    solve(operands, into: &result, random: random, workspace: &workspace)
  }
}
