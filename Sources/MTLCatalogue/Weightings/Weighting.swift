import MTLGraph

/// What a weighting works on.
package enum WeightingLevel: Sendable {
  /// The tasks' losses: what they are combined to has one gradient.
  case losses
  /// The tasks' gradients, one for each.
  case gradients
}

/// How several losses become one update.
///
/// One convention holds for all: weights are near 1, so that the update is of the size of the sum of
/// the losses' gradients and changing the scheme does not change the effective learning rate; where a
/// paper's weights sum to 1, they are multiplied by the number of tasks. A task that has no label in a
/// batch has no part in that step. An entry conforms to one of the protocols that refine this one.
package protocol Weighting: CatalogueEntry {
  /// What the scheme works on; in a chain, losses come before gradients.
  static var level: WeightingLevel { get }

  /// What the scheme asks of the losses.
  static var requirement: LossRequirement { get }

  /// What it asks of them with the arguments that it has been given.
  var requirement: LossRequirement { get }

  /// What holds for the scheme with its defaults.
  static var laws: Set<WeightingLaw> { get }

  /// Who says how much each task counts.
  static var weightOrigin: WeightOrigin { get }

  /// The parameter that says how fast the weights move, where the scheme moves them by itself.
  static var rateParameter: String? { get }

  /// Whether a loss weighs the more the closer it is to 0, without bound.
  static var growsNearZero: Bool { get }

  /// How long a run lasts before the scheme weighs as it is meant to; `nil` where it does from the
  /// beginning.
  var warmUp: Duration? { get }

  /// The fewest tasks that it can weigh.
  var leastTasks: Int { get }

  /// When to use it, as sentences; what holds for its level unless given.
  static var advice: String { get }
}

extension Weighting {
  /// No law is promised, unless the scheme says so.
  package static var laws: Set<WeightingLaw> { [] }
  /// Any losses are weighed, unless the scheme says otherwise.
  package static var requirement: LossRequirement { .any }
  /// The scheme alone where the units of a loss make no difference.
  package static var weightOrigin: WeightOrigin { laws.contains(.ownScale) ? .scheme : .both }
  package static var rateParameter: String? { nil }
  package static var growsNearZero: Bool { false }
  package var warmUp: Duration? { nil }
  package var leastTasks: Int { 1 }
  /// What the kind asks, unless the arguments matter.
  package var requirement: LossRequirement { Self.requirement }

  /// What holds for the level.
  package static var advice: String {
    switch level {
    case .losses:
      "Where the losses differ in size or in speed, and constant weights would have to be searched for."
    case .gradients:
      "Where tasks pull what they share in different directions; `mtl train --weighting equal "
        + "--watch-gradients 10` says how often they do."
    }
  }
}

/// Who says how much each task counts.
package enum WeightOrigin: Sendable {
  /// The spec alone: its weights, and the factors of its losses, hold throughout.
  case spec
  /// The scheme alone: it undoes what factors on the losses say.
  case scheme
  /// What the scheme makes of losses or gradients of the size that the spec gives them.
  case both
}

/// What a weighting asks of the losses that it is given, or of their tasks.
package enum LossRequirement: Sendable {
  case any
  /// It takes their logarithms, divides by them, or measures them from 0.
  case positive
  /// Each task has a metric between 0 and 1, more being better.
  case metric
}

/// A weighting of losses: a scalar of them that is minimised.
package protocol LossWeighting: Weighting {
  /// Combines the losses; parameters and states of the scheme's own come from the builder.
  ///
  /// - Returns: What is minimised, a scalar. Its derivative with respect to a loss is that task's weight.
  func combine(_ losses: TaskLosses, in builder: ModelBuilder) throws(TypeMismatch) -> Value

  /// What a task's loss is multiplied by in every step; `nil` where that is not fixed.
  func fixedWeight(of task: String, family: String?) -> Double?

  /// Whether a weight can be below 0, so that a loss times it is.
  var weighsBelowZero: Bool { get }
}

extension LossWeighting {
  /// Most schemes find their weights themselves.
  package func fixedWeight(of task: String, family: String?) -> Double? { nil }

  /// Most schemes have weights from 0 on.
  package var weighsBelowZero: Bool { false }

  /// It works on losses.
  package static var level: WeightingLevel { .losses }
}

/// A weighting of losses that learns from what the step has done to them.
///
/// The compiler computes the losses of the same batch once more, with the parameters that the step has
/// moved: dropped elements are the same, and what the model keeps without a gradient stays as it is.
package protocol HindsightWeighting: LossWeighting {
  /// Sets the scheme's states, which `combine` has made, from the losses before and after the step.
  func learn(
    from losses: TaskLosses, after: Value, in builder: ModelBuilder
  ) throws(TypeMismatch)
}

/// A weighting of losses that goes by the tasks' metrics on the validation rows.
///
/// Its rule's state is a number for each task, which the training loop sets after each evaluation.
package protocol MetricWeighting: RuleWeighting {
  /// What is kept of a metric, a share.
  ///
  /// - Parameter before: What has been kept; 0 before the first evaluation.
  func kept(of metric: Double, before: Double) -> Double
}

/// The losses of all tasks in a step, as weightings see them.
package struct TaskLosses: Sendable {
  /// The tasks' names, in their order.
  package let tasks: [String]
  /// The family that each task is a member of.
  package let families: [String?]
  /// What each task's loss is the likelihood of.
  package let likelihoods: [Likelihood]
  /// The losses, a vector; 0 where no row has a label.
  package let values: Value
  /// 1 where at least one row of the batch has a label of the task, else 0: a vector.
  package let presence: Value

  package init(
    tasks: [String], families: [String?], likelihoods: [Likelihood], values: Value,
    presence: Value
  ) {
    self.tasks = tasks
    self.families = families
    self.likelihoods = likelihoods
    self.values = values
    self.presence = presence
  }

  /// The number of tasks.
  package var count: Int { tasks.count }

  /// The same tasks with other losses.
  package func with(_ values: Value) -> TaskLosses {
    TaskLosses(
      tasks: tasks, families: families, likelihoods: likelihoods, values: values,
      presence: presence)
  }
}

extension ModelBuilder {
  /// A vector with one number for each task.
  func taskVector(_ values: [Double]) throws(TypeMismatch) -> Value {
    guard let first = values.first, values.allSatisfy({ $0 == first }) else {
      return try graph.emit(ConstantVector(values: values))
    }
    return try graph.constant(first, TensorType([values.count]))
  }

  /// The sum of the losses, each times its element of a vector of weights.
  func weightedSum(of losses: TaskLosses, weights: Value) throws(TypeMismatch) -> Value {
    try graph.sum(graph.multiply(weights, losses.values), to: .scalar)
  }
}

extension ModelBuilder {
  /// A trained number for each task, `task.name`, as one vector.
  func taskParameters(
    _ name: String, of losses: TaskLosses, _ initializer: Initializer
  ) throws(TypeMismatch) -> Value {
    var values: [Value] = []
    for task in losses.tasks { values.append(try parameter("\(task).\(name)", [], initializer)) }
    return try graph.pack(values, at: Array(values.indices), length: values.count)
  }
}
