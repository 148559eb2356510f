extension Rules {
  /// The rules about weighting and sharing, sorted by code.
  static let weighting: [any Rule.Type] = [
    GradientSchemeCost.self,
    HistoryLongerThanRun.self,
    EvenSampling.self,
    SharedTrainedByOne.self,
    DisjointTaskGroups.self,
    FastWeightLearning.self,
    OnlyAuxiliaryTasks.self,
    SharedByOne.self,
    WeightingOnOneTask.self,
    FactorsUnderAdaptiveWeighting.self,
    ZeroTaskWeight.self,
    WeightWithoutBound.self,
    UnevenStaticWeights.self,
    WeightForAllEqual.self,
    UnweightedTask.self,
    GradientsOfFrozen.self,
  ]
}
