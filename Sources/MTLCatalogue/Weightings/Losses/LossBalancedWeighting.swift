import Foundation
import MTLGraph

/// Weights by how far each loss is from where it began the epoch.
struct LossBalancedWeighting: RuleWeighting {
  static let name = "lbtw"
  static let summary = "More weight for losses that have gone down less since the epoch's beginning"
  static let details = """
    `w_i` is in proportion to `(L_i / b_i)^alpha`, b the task's loss in its first batch of the epoch (Liu, \
    Liang and Gitter, AAAI 2019). The weights of the K tasks that have a label in the batch add up to K. \
    Batches have to be large enough that one loss says something. The authors' code reads losses with the \
    network in evaluation mode; here they are those of training, which costs nothing. Losses have to be \
    positive. One backward pass; K numbers of state.
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "alpha", .number(.positive), default: .float(0.5), "how much more slow tasks weigh")
  ]
  static let requirement = LossRequirement.positive
  static let advice = """
    For tasks that learn at different speeds, where one must not be lost to the others: what has gone down \
    least weighs most.
    """
  static let example = "weighting lbtw(alpha: 0.5)"
  static let laws: Set<WeightingLaw> = [.oneTask, .permutation]

  let rule: LossSinceEpochRule

  init(_ arguments: Arguments) { rule = LossSinceEpochRule(exponent: arguments.number("alpha")) }
}

/// A power of the ratio of each loss to its first of the epoch, which it keeps; 0 while there is none.
struct LossSinceEpochRule: LossRule {
  let exponent: Double

  func stateCount(tasks: Int) -> Int { tasks }

  func weigh(_ step: inout LossStep, workspace: inout Void) {
    if step.isEpochStart {
      for task in 0..<step.count { step.state[task] = 0 }
    }
    for task in 0..<step.count where step.isPresent[task] {
      if step.state[task] <= 0 { step.state[task] = max(step.losses[task], TaskLosses.smallest) }
      step.weights[task] = pow(step.losses[task] / step.state[task], exponent)
    }
    step.normalizeWeights()
  }
}
