import CAllocationCount
import MTLCatalogue
import Testing

/// A step of a gradient scheme takes no memory from the system.
struct SolverAllocationTests {
  /// Without optimisation closures and existentials live on the heap.
  private static var isOptimized: Bool {
    var isDebug = false
    assert(
      {
        isDebug = true
        return true
      }())
    return !isDebug
  }

  @Test(.enabled(if: isOptimized), arguments: SchemeTrial.names)
  func solutionsAllocateNothing(_ name: String) throws {
    let kind = try #require(SchemeTrial.scheme(name))
    let scheme = kind.init(Arguments(defaultsOf: kind.parameters))
    for sample in GradientSample.small + [GradientSample(.plain, 80)] {
      #expect(SchemeTrial.allocations(sample.grams[0], scheme) == 0)
    }
  }
}

extension SchemeTrial {
  /// How often solutions for some inner products allocate memory, apart from those of the first step.
  fileprivate static func allocations(
    _ gram: SquareMatrix, _ scheme: some GramWeighting
  ) -> Int64 {
    let (solver, count) = (scheme.solver, gram.count)
    var problem = GramProblem(
      gram: gram, state: Array(repeating: 0, count: solver.stateCount(tasks: count)))
    var workspace = solver.makeWorkspace(tasks: count)
    _ = solver.solve(&problem, workspace: &workspace)
    let before = allocation_count()
    for _ in 0..<5 { _ = solver.solve(&problem, workspace: &workspace) }
    return allocation_count() - before
  }
}
