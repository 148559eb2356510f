import MTLSemantics

/// What is reported of one task at the end of an epoch, or of a split.
package struct TaskReport: Sendable {
  /// One metric by its name.
  package struct MetricValue: Sendable {
    package let name: String
    /// `nil` where the metric is not defined on the rows.
    package let value: Double?
    package let higherIsBetter: Bool
  }

  package let task: String
  /// The family that the task is a member of.
  package let family: String?
  package let isAuxiliary: Bool
  /// The mean loss over the epoch's steps; `nil` in evaluations.
  package var trainingLoss: Double?
  /// The factor that the weighting gave to the loss in the last step that had a label.
  package var weight: Double?
  /// The mean norm of the gradient of the loss so weighted, as a scheme on gradients would be given it,
  /// over the epoch's watched steps; `nil` where none was watched.
  package var gradientNorm: Double?
  /// The loss over the rows of the split; `nil` where none has a label.
  package let loss: Double?
  package let metrics: [MetricValue]
  /// The rows of the split that have a label.
  package let rows: Int

  /// A metric's value; the loss for `nil`.
  package func value(of metric: String?) -> Double? {
    guard let metric else { return loss }
    return metrics.first { $0.name == metric }?.value
  }
}

/// What an epoch came to.
package struct EpochReport: Sendable {
  /// The epoch's number, from 1 on.
  package let epoch: Int
  /// The steps so far.
  package let step: Int
  package let learningRate: Double
  /// Each task's report on the validation rows.
  package let tasks: [TaskReport]
  /// What the best epoch goes by.
  package let monitor: Double?
  package let isBest: Bool
  /// What has been seen of the tasks' gradients in the epoch, where steps are watched.
  package let gradients: GradientTally?
  /// The rows trained in a second.
  package let rowsPerSecond: Double
}

/// What one step came to.
struct StepReport {
  /// What a task's loss was, and the factor that the weighting gave it.
  struct TaskLoss {
    let task: String
    /// `nil` where no row of the batch had a label.
    let loss: Double?
    /// `nil` where the loss is.
    let weight: Double?
    /// `nil` where the step is not watched, or the task has no gradient in it.
    let gradientNorm: Double?
  }

  /// The step's number, from 1 on.
  let step: Int
  let learningRate: Double
  let tasks: [TaskLoss]
  /// What has been seen of the tasks' gradients; `nil` where nothing has been.
  let gradients: GradientTally?
}

/// How a run ended.
package enum TrainingEnd: Sendable, Equatable {
  case completed
  case stoppedEarly
  /// The user asked it to stop; `last.safetensors` holds where.
  case interrupted
}

/// What a run came to.
package struct TrainingResult: Sendable {
  package let end: TrainingEnd
  package let epochs: Int
  package let steps: Int
  /// The epoch whose parameters are the best; `nil` where there are no validation rows.
  package let bestEpoch: Int?
  /// Each task's report on the test rows, with the best parameters.
  package let test: [TaskReport]
  /// The factor that the weighting gave each task's loss in the last step that had a label of it.
  package let weights: [Double?]
  /// What has been seen of the tasks' gradients in the whole run, where steps are watched.
  package let gradients: GradientTally?
  /// The time that training took, without reading data.
  package let seconds: Double
}

/// Why training cannot go on.
package struct TrainingError: Error, Sendable {
  package let message: String
  package let help: String?

  package init(_ message: String, help: String? = nil) {
    self.message = message
    self.help = help
  }
}

extension [TaskReport] {
  /// The reports with the members of each family put together: the means of their numbers.
  package var byFamily: [TaskReport] {
    var result: [TaskReport] = []
    var seen: Set<String> = []
    for report in self {
      guard let family = report.family else {
        result.append(report)
        continue
      }
      if seen.insert(family).inserted { result.append(mean(of: family, like: report)) }
    }
    return result
  }

  /// The mean over a family's members of what is reported; over those for which it is defined.
  private func mean(of family: String, like first: TaskReport) -> TaskReport {
    let members = filter { $0.family == family }
    func mean(_ values: [Double?]) -> Double? {
      let known = values.compactMap { $0 }
      return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
    }
    let metrics = first.metrics.map { metric in
      TaskReport.MetricValue(
        name: metric.name, value: mean(members.map { $0.value(of: metric.name) }),
        higherIsBetter: metric.higherIsBetter)
    }
    return TaskReport(
      task: family, family: nil, isAuxiliary: first.isAuxiliary,
      trainingLoss: mean(members.map { $0.trainingLoss }), weight: mean(members.map { $0.weight }),
      gradientNorm: mean(members.map { $0.gradientNorm }), loss: mean(members.map { $0.loss }),
      metrics: metrics,
      rows: members.reduce(0) { $0 + $1.rows })
  }
}
