import MTLGraph

/// The weights of another scheme, averaged over the steps.
struct MomentumWeights: GramWeighting {
  static let name = "cr_mogm"
  static let summary = "The weights of another scheme, averaged over the steps"
  static let advice = """
    For schemes whose weights jump from batch to batch, as those of `mgda` do.
    """
  static let details = """
    `w = momentum * w + (1 - momentum) * u` for the weights u that the scheme `of` finds with its defaults, \
    times the number of tasks where that one's are (CR-MOGM, Zhou et al., NeurIPS 2022). A task's first weight \
    is u itself, and a batch without its label leaves it. The momentum is constant; the paper lets it go down \
    with the learning rate. It costs what the other scheme does, and keeps two numbers for each task besides.
    """
  static var parameters: [ParameterDeclaration] {
    [
      .named("of", .word(schemes.map { $0.name }), default: .word("mgda"), "the other scheme"),
      .named(
        "momentum", .number(.belowOne), default: .float(0.9),
        "share of the last weights in the next"),
      GradientOptions.heads,
      GradientOptions.at,
    ]
  }
  static let example = "weighting cr_mogm(of: mgda)"
  static let laws: Set<WeightingLaw> = [.oneTask, .permutation, .commonScale]

  let isMean = false
  let options: GradientOptions
  let solver: MomentumSolver
  let requirement: LossRequirement
  let leastTasks: Int

  /// The schemes whose weights can be averaged.
  private static var schemes: [any GramWeighting.Type] {
    Registry.weightings.compactMap { $0 as? any GramWeighting.Type }.filter { $0.name != name }
  }

  init(_ arguments: Arguments) {
    let kind = Self.schemes.first { $0.name == arguments.text("of") }
    let scheme = (kind ?? MultipleGradientDescent.self).scheme
    options = GradientOptions(arguments)
    requirement = scheme.requirement
    leastTasks = scheme.leastTasks
    solver = MomentumSolver(
      inner: AnyGramSolver(scheme.anySolver), isMean: scheme.isMean,
      momentum: arguments.number("momentum"))
  }
}

extension GramWeighting {
  /// The scheme with its defaults.
  fileprivate static var scheme: any GramWeighting { Self(Arguments(defaultsOf: parameters)) }

  fileprivate var anySolver: any GramSolver { solver }
}

/// The running average of another solver's weights.
///
/// It keeps what the other one does, then the averages, and whether each has begun.
struct MomentumSolver: GramSolver {
  let inner: AnyGramSolver
  /// Whether the other solver's weights are those of a mean; those of a sum are averaged.
  let isMean: Bool
  let momentum: Double

  var weighsTasksAlone: Bool { inner.weighsTasksAlone }

  func prepared(for losses: TaskLosses) -> MomentumSolver {
    MomentumSolver(
      inner: inner.prepared(for: losses), isMean: isMean, momentum: momentum)
  }

  func stateCount(tasks: Int) -> Int { inner.stateCount(tasks: tasks) + 2 * tasks }

  func makeWorkspace(tasks: Int) -> BoundGramSolver { inner.makeWorkspace(tasks: tasks) }

  func solve(
    _ problem: inout GramProblem, workspace: inout BoundGramSolver
  ) -> SolverOutcome {
    let outcome = inner.solve(&problem, workspace: &workspace)
    let averages = inner.stateCount(tasks: problem.taskCount)
    let begun = averages + problem.taskCount
    let factor = isMean ? Double(problem.count) : 1
    for row in 0..<problem.count {
      let task = problem.tasks[row]
      let share = problem.state[begun + task] > 0 ? momentum : 0
      let average =
        share * problem.state[averages + task] + (1 - share) * factor * problem.weights[row]
      problem.state[averages + task] = average
      problem.state[begun + task] = 1
      problem.weights[row] = average
    }
    return outcome
  }
}
