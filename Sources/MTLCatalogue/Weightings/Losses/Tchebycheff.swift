import MTLGraph

/// The largest of the losses alone.
struct Tchebycheff: LossWeighting {
  static let name = "tchebycheff"
  static let summary = "The largest of the losses alone"
  static let details = """
    `L = K * max_i w_i * L_i` (Bowman, 1976; the ideal losses are taken as 0): in a step the task with the \
    largest `w_i * L_i` weighs `K * w_i` and all others 0; tasks that share the maximum share the weight. K \
    is the number of tasks that have a label in the batch; the literature's weights, of sum 1, give the K-th \
    part of the K-th part. Losses of one size are asked for: else give weights. `stch` is the smooth form, \
    which usually trains better. One backward pass, no state.
    """
  static let parameters = [TaskWeights.declaration]
  static let advice = """
    For the worst task's sake, and to reach trade-offs that no weighted sum has.
    """
  static let example = "weighting tchebycheff(digit: 1, even: 2)"
  static let laws: Set<WeightingLaw> = [.oneTask, .permutation]

  let preferences: TaskWeights

  init(_ arguments: Arguments) { preferences = TaskWeights(arguments["weights"]) }

  func combine(
    _ losses: TaskLosses, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let rule = LargestLossRule(preferences: preferences.values(for: losses))
    return try builder.weightedSum(of: losses, weights: builder.weights(of: losses, by: rule))
  }
}

/// All weight on the largest loss.
struct LargestLossRule: LossRule {
  let preferences: [Double]

  func weigh(_ step: inout LossStep, workspace: inout Void) {
    var largest = -Double.infinity
    for task in 0..<step.count where step.isPresent[task] {
      largest = max(largest, preferences[task] * step.losses[task])
    }
    for task in 0..<step.count where step.isPresent[task] {
      step.weights[task] = preferences[task] * step.losses[task] == largest ? 1 : 0
    }
    step.normalizeWeights()
    for task in 0..<step.count where step.isPresent[task] {
      step.weights[task] *= preferences[task]
    }
  }
}
