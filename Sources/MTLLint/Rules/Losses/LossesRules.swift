extension Rules {
  /// The rules about losses and numerics, sorted by code.
  static let losses: [any Rule.Type] = [
    ProbabilityIntoCrossEntropy.self,
    UnevenFactors.self,
    LabelSmoothingRange.self,
    HighFocalGamma.self,
    OneClassLabel.self,
    RepeatedLossTerm.self,
    PosWeightExtreme.self,
    BatchComparingLossInSmallBatch.self,
    DeltaBeyondScale.self,
    TwoLogitSoftmax.self,
    LossScaleDisparity.self,
  ]
}
