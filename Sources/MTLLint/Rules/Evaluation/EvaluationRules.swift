extension Rules {
  /// The rules about metrics and what is held out, sorted by code.
  static let evaluation: [any Rule.Type] = [
    TaskWithoutMetric.self,
    NothingHeldOut.self,
    TopKOfAll.self,
    MetricEqualsLoss.self,
    UntestedOutput.self,
  ]
}
