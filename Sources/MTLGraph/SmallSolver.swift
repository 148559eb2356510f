/// A computation on a few numbers that one thread carries out in double precision, such as a quadratic
/// program whose unknowns are the weights of tasks.
///
/// It is both the meaning of an operation and what the runtime carries out; operands and result are
/// flat, as many numbers as the operation's types say.
package protocol SmallSolver: Hashable, Sendable {
  /// Memory for what is computed on the way, made once: a solution allocates nothing.
  associatedtype Workspace

  /// The name in the graph's text form.
  var name: String { get }

  /// The number of elements of the result.
  var resultCount: Int { get }

  /// Whether it reads so many operands of so many elements.
  func accepts(_ operandCounts: [Int]) -> Bool

  /// Makes the memory for what is computed on the way.
  func makeWorkspace() -> Workspace

  /// Computes the result, which holds numbers of an earlier step or zeros.
  func solve(
    _ operands: [[Double]], into result: inout [Double], random: RandomKey,
    workspace: inout Workspace)
}

/// Any small solver, to be compared and carried about.
package struct AnySmallSolver: Hashable, Sendable {
  package let solver: any SmallSolver

  package init(_ solver: any SmallSolver) { self.solver = solver }

  package static func == (lhs: AnySmallSolver, rhs: AnySmallSolver) -> Bool {
    AnyHashable(lhs.solver) == AnyHashable(rhs.solver)
  }

  /// Hashes the solver.
  package func hash(into hasher: inout Hasher) { AnyHashable(solver).hash(into: &hasher) }
}
