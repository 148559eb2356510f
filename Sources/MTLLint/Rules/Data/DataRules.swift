extension Rules {
  /// The rules about data sets, columns and splits, sorted by code.
  static let data: [any Rule.Type] = [
    UnnormalizedInput.self,
    ClassImbalance.self,
    ConstantColumn.self,
    IdLikeColumn.self,
    UnbalancedCoverage.self,
    TinyEvaluationSplit.self,
    ShuffledTime.self,
    LabelFromFeature.self,
    LabelLeak.self,
    NearDuplicateColumns.self,
    MostlyMissing.self,
    UnscaledLabel.self,
    MissingValidation.self,
    LargeHeldOutShare.self,
    NoTestRows.self,
    AbsolutePath.self,
    PathClimbsOut.self,
    RowsInSeveralParts.self,
    ConflictingLabels.self,
    OpenFeatures.self,
  ]
}
