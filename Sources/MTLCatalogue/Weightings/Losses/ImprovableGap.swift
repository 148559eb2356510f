import MTLGraph

/// Weights the losses' logarithms by how much each has still to improve.
struct ImprovableGap: RuleWeighting {
  static let name = "igb"
  static let summary = "Weights the losses' logarithms by how much each has still to improve"
  static let details = """
    `sum w_i * log(L_i)` is minimised with `w = K * softmax(L / b)`, K the number of tasks that have a label \
    in the batch and b the mean losses of the last of `warm_up` epochs, in which w is 1 (Dai et al., 2023, \
    the first of its two forms; the second learns w by reinforcement). So a task weighs `w_i / L_i`: as with \
    `scale_invariant` weights grow as losses fall. A loss below 1e-8 weighs 0. Losses have to be positive. \
    One backward pass; 3 K numbers of state. LibMTL and TorchJD do not have it.
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "warm_up", .integer(1...1_000_000), default: .integer(1),
      "epochs of which the last sets what losses are compared with")
  ]
  static let requirement = LossRequirement.positive
  static let advice = """
    For losses of different size of which some lag behind.
    """
  static let example = "weighting igb(warm_up: 2)"
  static let laws: Set<WeightingLaw> = [.permutation, .ownScale]

  let rule: ImprovableGapRule

  init(_ arguments: Arguments) {
    rule = ImprovableGapRule(reference: WarmUpMeans(epochs: arguments.integer("warm_up")))
  }

  var warmUp: Duration? { rule.reference.length }
}

/// The softmax of the losses against earlier ones, over the losses.
struct ImprovableGapRule: LossRule {
  let reference: WarmUpMeans

  func stateCount(tasks: Int) -> Int { WarmUpMeans.stateCount(tasks: tasks) }

  func weigh(_ step: inout LossStep, workspace: inout Void) {
    if reference.update(&step) {
      for task in 0..<step.count {
        let mean = max(reference.mean(of: task, in: step), TaskLosses.smallest)
        step.weights[task] = step.losses[task] / mean
      }
      step.formSoftmax()
    }
    for task in 0..<step.count where step.isPresent[task] {
      step.weights[task] *= step.inverseLoss(of: task)
    }
  }
}
