import MTLCatalogue
import MTLSource

/// A head: its body, what it minimises, what is reported of it and what it predicts.
package final class CheckedTask: Sendable {
  /// The task's name; that of a member of a family is `joint[torque1]`.
  package let name: String
  /// The family that it is a member of.
  package let family: String?
  package let isAuxiliary: Bool
  package let inputs: [CheckedInput]
  package let body: CheckedBody
  package let losses: [CheckedLoss]
  package let metrics: [CheckedMetric]
  package let outputs: [CheckedOutput]
  package let range: SourceRange
  package let line: Int

  init(
    name: String, family: String?, isAuxiliary: Bool, inputs: [CheckedInput], body: CheckedBody,
    losses: [CheckedLoss], metrics: [CheckedMetric], outputs: [CheckedOutput], range: SourceRange,
    line: Int
  ) {
    self.name = name
    self.family = family
    self.isAuxiliary = isAuxiliary
    self.inputs = inputs
    self.body = body
    self.losses = losses
    self.metrics = metrics
    self.outputs = outputs
    self.range = range
    self.line = line
  }
}

extension CheckedTask {
  /// The first metric that lies between 0 and 1, more being better.
  package var shareMetric: CheckedMetric? { metrics.first { type(of: $0.metric).isShare } }
}

/// One term of a task's loss.
package final class CheckedLoss: Sendable {
  package let factor: Double
  package let loss: any Loss
  package let target: Target
  /// The named value that it reads; `nil` for the end of the chain.
  package let prediction: String?
  /// The column of numbers that say how much each row counts; `nil` where all count alike.
  package let weight: String?
  package let range: SourceRange

  init(
    factor: Double, loss: any Loss, target: Target, prediction: String?, weight: String?,
    range: SourceRange
  ) {
    self.factor = factor
    self.loss = loss
    self.target = target
    self.prediction = prediction
    self.weight = weight
    self.range = range
  }
}

/// A label with its mask: the columns of one data set that a loss or a metric compares with.
package struct Target: Hashable, Sendable {
  package let data: String
  package let label: String
  /// A column of flags; rows where it is false or missing have no label.
  package let mask: String?

  package init(data: String, label: String, mask: String?) {
    self.data = data
    self.label = label
    self.mask = mask
  }
}

/// One metric of a task.
package final class CheckedMetric: Sendable {
  /// As the spec writes it, less label and value: `accuracy`, `top_k(k: 3)`.
  package let name: String
  package let metric: any Metric
  package let target: Target
  package let prediction: String?
  /// How the value that it reads becomes a prediction.
  package let transform: PredictionTransform

  init(
    name: String, metric: any Metric, target: Target, prediction: String?,
    transform: PredictionTransform
  ) {
    self.name = name
    self.metric = metric
    self.target = target
    self.prediction = prediction
    self.transform = transform
  }
}

/// A value that predictions contain.
package struct CheckedOutput: Sendable {
  /// The column of predictions that it becomes; several numbers add their class or place to it.
  package let name: String
  package let prediction: String?
  package let transform: PredictionTransform
  /// The label whose units and classes the value has, where it has.
  package let target: Target?
}
