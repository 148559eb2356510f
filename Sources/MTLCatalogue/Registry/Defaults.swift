/// What holds where a spec says nothing.
extension Registry {
  package static let defaultWeighting: any Weighting.Type = EqualWeighting.self
  /// The stage that combines the losses where a chain begins with gradients.
  package static let plainSum: any LossWeighting = EqualWeighting(Arguments())
  package static let defaultSharing: any Sharing.Type = HardSharing.self
  package static let defaultOptimizer: any Optimizer.Type = Adam.self
  package static let defaultSchedule: any Schedule.Type = ConstantSchedule.self
  package static let defaultSampling: any Sampling.Type = ProportionalSampling.self
  package static let defaultMemoryUse: any MemoryUse.Type = KeptValues.self
  package static let defaultSearch: any SearchMethod.Type = RandomSearch.self
  /// The step that makes one vector of a picture.
  package static let flattening: any Layer.Type = Flatten.self
  /// The step that makes one vector of the places of a sequence, as it is written.
  package static let averaging = "\(MeanOver.name)(time)"
  /// The losses that messages propose first: one for classes, one for flags, one for numbers.
  package static let usualLosses: [any Loss.Type] = [
    CrossEntropyLoss.self, BinaryCrossEntropyLoss.self, MeanSquaredErrorLoss.self,
  ]
  package static let defaultSplit: any SplitRule.Type = RandomSplit.self
}
