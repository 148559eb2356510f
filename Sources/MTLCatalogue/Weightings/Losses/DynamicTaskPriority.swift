import Foundation
import MTLGraph

/// Weights by how far each task's metric is from 1.
struct DynamicTaskPriority: RuleWeighting, MetricWeighting {
  static let name = "dtp"
  static let summary = "Weights by how far each task's metric is from 1"
  static let details = """
    `w_i` is in proportion to `-(1 - k_i)^gamma * log(k_i)`, k the task's metric on the validation rows \
    after the last epoch, or with `momentum` a running average of it (Guo et al., ECCV 2018). The metric is \
    the first of the task that lies between 0 and 1, more being better, such as `accuracy`; each task needs \
    one. The weights of the K tasks that have a label in the batch add up to K; in the paper they all fall \
    to 0 as tasks improve, and the learning rate with them. A metric below 0.001 counts as this; a task of \
    which none is known, as in the first epoch and without validation rows, weighs 1. LibMTL and TorchJD do \
    not have it. One backward pass; K numbers of state.
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "gamma", .number(.nonNegative), default: .float(1), "how little easy tasks weigh"),
    .named(
      "momentum", .number(NumberRange(0, 1, excludesLower: true)), default: .float(1),
      "share of the new metric"),
  ]
  static let requirement = LossRequirement.metric
  static let advice = """
    For tasks of classes of which the difficult ones are to come first, whatever the size of their losses.
    """
  static let example = "weighting dtp(gamma: 2)"
  static let laws: Set<WeightingLaw> = [.oneTask, .permutation]

  let rule: PriorityRule
  let momentum: Double

  init(_ arguments: Arguments) {
    rule = PriorityRule(exponent: arguments.number("gamma"))
    momentum = arguments.number("momentum")
  }

  /// No metric is known in the first epoch.
  var warmUp: Duration? { Duration(1, .epoch) }

  func kept(of metric: Double, before: Double) -> Double {
    let bounded = min(max(metric, PriorityRule.smallest), 1)
    return before > 0 ? before + momentum * (bounded - before) : bounded
  }
}

/// A falling function of the tasks' metrics, which it keeps; 0 where none is known.
struct PriorityRule: LossRule {
  let exponent: Double

  /// The metric below which one counts as this.
  static var smallest: Double { 0.001 }

  func stateCount(tasks: Int) -> Int { tasks }

  func weigh(_ step: inout LossStep, workspace: inout Void) {
    var (known, sum) = (0.0, 0.0)
    for task in 0..<step.count where step.isPresent[task] && step.state[task] > 0 {
      step.weights[task] = pow(1 - step.state[task], exponent) * -log(step.state[task])
      known += 1
      sum += step.weights[task]
    }
    for task in 0..<step.count where step.isPresent[task] && step.state[task] > 0 {
      step.weights[task] = sum > 0 ? known * step.weights[task] / sum : 1
    }
  }
}
