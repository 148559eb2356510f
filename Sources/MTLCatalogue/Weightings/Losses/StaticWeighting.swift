import MTLGraph

/// The sum of the losses with weights that the spec gives.
struct StaticWeighting: LossWeighting {
  static let name = "static"
  static let summary = "The sum of the losses with weights that the spec gives"
  static let details = """
    `L = sum w_i * L_i`; a task that is not named weighs 1. Well-tuned constant weights are the \
    baseline that every other scheme has to beat. One backward pass, no state.
    """
  static let parameters = [TaskWeights.declaration]
  static let advice = """
    Where it is known how much each task matters, or a few runs can be spent on finding it out.
    """
  static let example = "weighting static(digit: 1, even: 0.5)"
  static let laws: Set<WeightingLaw> = [.oneTask, .permutation]
  static let weightOrigin = WeightOrigin.spec

  private let weights: TaskWeights

  init(_ arguments: Arguments) { weights = TaskWeights(arguments["weights"]) }

  func fixedWeight(of task: String, family: String?) -> Double? {
    weights.weight(of: task, family: family)
  }

  func combine(
    _ losses: TaskLosses, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    try builder.weightedSum(
      of: losses, weights: builder.taskVector(weights.values(for: losses)))
  }
}
