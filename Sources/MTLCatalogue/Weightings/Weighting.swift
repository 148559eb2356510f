import MTLGraph

/// The loss of one task in a step, as weightings see it.
package struct TaskLoss: Sendable {
  package let task: String
  /// The family that the task is a member of.
  package let family: String?
  /// The loss, a scalar; 0 where no row has a label.
  package let value: Value
  /// 1 where at least one row of the batch has a label, else 0: a scalar.
  package let presence: Value
  package let likelihood: Likelihood

  package init(
    task: String, family: String? = nil, value: Value, presence: Value, likelihood: Likelihood
  ) {
    self.task = task
    self.family = family
    self.value = value
    self.presence = presence
    self.likelihood = likelihood
  }
}

/// What a weighting makes of the tasks' losses.
package struct WeightedLoss: Sendable {
  /// What is minimised, a scalar.
  package let total: Value
  /// The factor on each task's loss, scalars in the tasks' order, for reports.
  package let weights: [Value]
}

/// What a weighting works on.
package enum WeightingLevel: Sendable {
  /// The tasks' losses: their weighted sum has one gradient.
  case losses
  /// The tasks' gradients, one for each.
  case gradients
}

/// How several losses become one update.
///
/// One convention holds for all: weights are near 1, so that the total is of the size of the sum of
/// the losses and changing the scheme does not change the effective learning rate. A task that has no
/// label in a batch has no part in that step.
package protocol Weighting: CatalogueEntry {
  /// What the scheme works on; in a chain, losses come before gradients.
  static var level: WeightingLevel { get }

  /// Combines the losses; parameters of the scheme's own come from the builder.
  func combine(_ losses: [TaskLoss], in builder: ModelBuilder) throws(TypeMismatch) -> WeightedLoss
}

extension Weighting {
  package static var level: WeightingLevel { .losses }
}

extension ModelBuilder {
  /// The sum of weighted losses.
  func weightedSum(
    of losses: [TaskLoss], weights: [Value]
  ) throws(TypeMismatch) -> WeightedLoss {
    var total: Value?
    for (loss, weight) in zip(losses, weights) {
      let term = try graph.multiply(weight, loss.value)
      total = if let sum = total { try graph.add(sum, term) } else { term }
    }
    let sum = if let total { total } else { try graph.constant(0) }
    return WeightedLoss(total: sum, weights: weights)
  }
}
