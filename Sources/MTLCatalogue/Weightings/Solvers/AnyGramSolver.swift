/// A solver of any kind.
struct AnyGramSolver: GramSolver {
  private let solver: any GramSolver

  init(_ solver: any GramSolver) { self.solver = solver }

  static func == (first: AnyGramSolver, second: AnyGramSolver) -> Bool {
    AnyHashable(first.solver) == AnyHashable(second.solver)
  }

  func hash(into hasher: inout Hasher) { hasher.combine(AnyHashable(solver)) }

  var weighsTasksAlone: Bool { solver.weighsTasksAlone }

  func stateCount(tasks: Int) -> Int { solver.stateCount(tasks: tasks) }

  func prepared(for losses: TaskLosses) -> AnyGramSolver {
    AnyGramSolver(solver.prepared(for: losses))
  }

  func makeWorkspace(tasks: Int) -> BoundGramSolver { BoundGramSolver.bind(solver, tasks: tasks) }

  func solve(
    _ problem: inout GramProblem, workspace: inout BoundGramSolver
  ) -> SolverOutcome { workspace.solve(&problem) }
}

/// A solver with its memory.
class BoundGramSolver {
  fileprivate init() {}

  fileprivate static func bind(_ solver: some GramSolver, tasks: Int) -> BoundGramSolver {
    GramSolverRun(solver, tasks: tasks)
  }

  fileprivate func solve(_ problem: inout GramProblem) -> SolverOutcome { .unfinished }
}

/// The solver's own part.
private final class GramSolverRun<Solver: GramSolver>: BoundGramSolver {
  private let solver: Solver
  private var workspace: Solver.Workspace

  init(_ solver: Solver, tasks: Int) {
    self.solver = solver
    workspace = solver.makeWorkspace(tasks: tasks)
  }

  override func solve(_ problem: inout GramProblem) -> SolverOutcome {
    solver.solve(&problem, workspace: &workspace)
  }
}
