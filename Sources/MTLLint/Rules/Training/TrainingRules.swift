extension Rules {
  /// The rules about the training settings, sorted by code.
  static let training: [any Rule.Type] = [
    LearningRateExtreme.self,
    WarmUpExceedsTraining.self,
    ScheduleNeverFires.self,
    PatienceExceedsEpochs.self,
    PenaltyWithAdaptiveOptimizer.self,
    FrozenButTuned.self,
    FreezeLongerThanTraining.self,
    RateWithoutEffect.self,
    ExtremeClip.self,
    ShortAverage.self,
    LargeEpsilon.self,
    MomentumExtreme.self,
    WeightDecayExtreme.self,
    ExtremeRateFactor.self,
    MonitorOnAuxiliary.self,
    BatchLargerThanData.self,
    HugeBatch.self,
    RedundantDefault.self,
    DuplicateMethod.self,
    VaryUnusedConstant.self,
    OneValueSearch.self,
  ]
}
