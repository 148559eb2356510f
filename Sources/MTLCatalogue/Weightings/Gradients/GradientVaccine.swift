import MTLGraph

/// Each task's gradient, turned towards the others' up to the cosines that are usual between them.
struct GradientVaccine: GramWeighting {
  static let name = "gradvac"
  static let summary = "Each task's gradient, turned towards the others' up to their usual cosines"
  static let advice = """
    For many related tasks, such as languages, whose gradients mostly agree.
    """
  static let details = """
    As `pcgrad`, but v is turned wherever its cosine r with g_j is below a target t: `v += g_j * |v| * (t * \
    sqrt(1 - r^2) - r * sqrt(1 - t^2)) / (|g_j| * sqrt(1 - t^2))`; then the target moves, `t = (1 - decay) \
    * t + decay * r`, from 0 on (Wang et al., ICLR 2021). Its first step is that of `pcgrad`. The factor \
    goes to infinity as t goes to 1, so that a target counts as at most 0.99; others let it go. Targets \
    move at each meeting of two gradients, as in TorchJD, not where v is turned alone, as in LibMTL. All \
    shared parameters are one gradient. It costs a backward pass for each task, keeps a number for each \
    pair, and draws its order from the seed.
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "decay", .number(NumberRange(0, 1)), default: .float(0.5),
      "share of a new cosine in its target"),
    GradientOptions.heads,
    GradientOptions.at,
  ]
  static let example = "weighting gradvac(decay: 0.5)"
  static let laws: Set<WeightingLaw> = [.oneTask, .commonScale]

  let isMean = false
  let options: GradientOptions
  let solver: VaccineSolver

  init(_ arguments: Arguments) {
    options = GradientOptions(arguments)
    solver = VaccineSolver(decay: arguments.number("decay"))
  }
}

/// The sum of the gradients, each turned towards those to which its cosine is below a target.
///
/// It keeps the targets of all pairs, those of a task one after another.
struct VaccineSolver: GramSolver {
  let decay: Double

  /// The largest target.
  private static let bound = 0.99

  func stateCount(tasks: Int) -> Int { tasks * tasks }

  func makeWorkspace(tasks: Int) -> PairwiseVisits { PairwiseVisits(capacity: tasks) }

  func solve(_ problem: inout GramProblem, workspace: inout PairwiseVisits) -> SolverOutcome {
    workspace.begin(&problem)
    for task in 0..<problem.count {
      workspace.start(task, &problem)
      for position in 0..<problem.count {
        let other = workspace.order[position]
        if other != task { turn(task, towards: other, &problem, &workspace) }
      }
      workspace.finish(&problem)
    }
    return problem.outcome
  }

  /// Turns a task's gradient towards another one, and moves their target.
  private func turn(
    _ task: Int, towards other: Int, _ problem: inout GramProblem,
    _ workspace: inout PairwiseVisits
  ) {
    let square = problem.gram.form(workspace.coefficients)
    guard square > 1e-16 * problem.gram[task, task] else { return }
    let (length, norm) = (square.squareRoot(), problem.norm(other))
    let product = workspace.product(with: other, problem.gram)
    let cosine = min(max(product / (length * norm), -1), 1)
    let index = problem.tasks[task] * problem.taskCount + problem.tasks[other]
    let target = min(problem.state[index], Self.bound)
    if cosine < target {
      let (sine, wanted) = ((1 - cosine * cosine).squareRoot(), (1 - target * target).squareRoot())
      workspace.coefficients[other] +=
        length / norm * (target * sine - cosine * wanted) / wanted
    }
    problem.state[index] += decay * (cosine - problem.state[index])
  }
}
