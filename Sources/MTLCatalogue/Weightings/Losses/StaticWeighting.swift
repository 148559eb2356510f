import MTLGraph

/// The sum of the losses with weights that the spec gives.
struct StaticWeighting: LossWeighting {
  static let name = "static"
  static let summary = "The sum of the losses with weights that the spec gives"
  static let details = """
    `L = sum w_i * L_i`; a task that is not named weighs 1. Well-tuned constant weights are the \
    baseline that every other scheme has to beat.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("weights", .taskWeights, "the weight of each task, written `task: weight`")
  ]
  static let example = "weighting static(digit: 1, even: 0.5)"

  private let weights: [String: Double]

  init(_ arguments: Arguments) {
    var weights: [String: Double] = [:]
    if case .weights(let given)? = arguments["weights"] {
      for entry in given { weights[entry.task] = entry.weight }
    }
    self.weights = weights
  }

  func combine(
    _ losses: TaskLosses, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let values = zip(losses.tasks, losses.families).map { task, family in
      weights[task] ?? family.flatMap { weights[$0] } ?? 1
    }
    return try builder.weightedSum(of: losses, weights: builder.taskVector(values))
  }
}
