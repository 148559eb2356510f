import MTLGraph

/// The sum of the losses with weights that the spec gives.
struct StaticWeighting: Weighting {
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
    _ losses: [TaskLoss], in builder: ModelBuilder
  ) throws(TypeMismatch) -> WeightedLoss {
    var values: [Value] = []
    for loss in losses {
      let weight = weights[loss.task] ?? loss.family.flatMap { weights[$0] } ?? 1
      values.append(try builder.graph.constant(weight))
    }
    return try builder.weightedSum(of: losses, weights: values)
  }
}
