import MTLGraph

/// What a weighting may know of a step's place in training, each a number that the training loop gives.
package enum StepClock: String, CaseIterable, Sendable {
  /// The number of the step, from 0 on.
  case step
  /// The number of the step's epoch, from 0 on.
  case epoch
  /// 1 in the first step of an epoch, else 0.
  case isEpochStart

  /// The name of the graph's input.
  package var inputName: String { "clock \(rawValue)" }
}

extension ModelBuilder {
  /// The input with a number of the step's place in training.
  func clock(_ clock: StepClock) -> Value { graph.input(clock.inputName, .scalar) }
}
