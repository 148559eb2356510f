extension Rules {
  /// The rules about names, structure and comments, sorted by code.
  static let names: [any Rule.Type] = [
    UnusedShared.self,
    TaskNeverTrained.self,
    SharedNeverTrained.self,
    UnusedFeature.self,
    ShadowedName.self,
    ReservedTaskName.self,
    NamingConvention.self,
    MagicNumber.self,
    SharingForOneTask.self,
    DuplicateHead.self,
    UnusedSuppression.self,
    UnknownRuleInSuppression.self,
    UnusedConstant.self,
    UnusedBlock.self,
    UnusedData.self,
    UnusedImport.self,
    SuppressionWithoutReason.self,
    EmptyDocComment.self,
    CommentedOutCode.self,
    NeedlessQuotes.self,
    NeedlessAlias.self,
  ]
}
