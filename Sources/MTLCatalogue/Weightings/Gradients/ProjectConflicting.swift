import MTLGraph

/// Each task's gradient without what points against another's.
struct ProjectConflicting: GramWeighting {
  static let name = "pcgrad"
  static let summary = "Each task's gradient without what points against another's"
  static let advice = """
    For tasks of like size whose gradients sometimes point against each other.
    """
  static let details = """
    For each task i begin with `v = g_i`; for the other tasks j in random order, where `<v, g_j> < 0`, take \
    `<v, g_j> / |g_j|^2 * g_j` from v; the update is the sum of all v (Yu et al., NeurIPS 2020). With two \
    tasks it hurts none; with more it may. Gradients are those of all shared parameters together, where \
    some implementations project each parameter's on its own, which is another method, and inner products \
    replace the gradients themselves: v is kept as its coefficients. It costs a backward pass for each \
    task, keeps nothing, and draws its order from the seed.
    """
  static let parameters = [GradientOptions.heads, GradientOptions.at]
  static let example = "weighting uncertainty -> pcgrad"
  static let laws: Set<WeightingLaw> = [.oneTask, .commonScale]

  let isMean = false
  let options: GradientOptions
  let solver = ProjectionSolver()

  init(_ arguments: Arguments) { options = GradientOptions(arguments) }
}

/// The sum of the gradients, each projected onto the normal planes of those that it conflicts with.
struct ProjectionSolver: GramSolver {
  func makeWorkspace(tasks: Int) -> PairwiseVisits { PairwiseVisits(capacity: tasks) }

  func solve(_ problem: inout GramProblem, workspace: inout PairwiseVisits) -> SolverOutcome {
    workspace.begin(&problem)
    for task in 0..<problem.count {
      workspace.start(task, &problem)
      for position in 0..<problem.count {
        let other = workspace.order[position]
        guard other != task else { continue }
        let product = workspace.product(with: other, problem.gram)
        if product < 0 { workspace.coefficients[other] -= product / problem.gram[other, other] }
      }
      workspace.finish(&problem)
    }
    return problem.outcome
  }
}
