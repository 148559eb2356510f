/// What holds where a spec says nothing.
extension Registry {
  package static let defaultWeighting: any Weighting.Type = EqualWeighting.self
  package static let defaultSharing: any Sharing.Type = HardSharing.self
  package static let defaultOptimizer: any Optimizer.Type = Adam.self
  package static let defaultSchedule: any Schedule.Type = ConstantSchedule.self
  package static let defaultSampling: any Sampling.Type = ProportionalSampling.self
  package static let defaultSearch: any SearchMethod.Type = RandomSearch.self
  package static let defaultSplit: any SplitRule.Type = RandomSplit.self
}
