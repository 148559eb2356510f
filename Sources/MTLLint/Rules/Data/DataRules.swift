extension Rules {
  /// The rules about data sets, columns and splits, sorted by code.
  static let data: [any Rule.Type] = [
    UnnormalizedInput.self,
    ClassImbalance.self,
    ConstantColumn.self,
    IdLikeColumn.self,
    UnbalancedCoverage.self,
    TinyEvaluationSplit.self,
    LabelLeak.self,
    NearDuplicateColumns.self,
    MostlyMissing.self,
    UnscaledLabel.self,
    RowsInSeveralParts.self,
    ConflictingLabels.self,
  ]
}
