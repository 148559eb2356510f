extension Rules {
  /// The rules about cost and security, sorted by code.
  static let cost: [any Rule.Type] = [
    ManyParameters.self,
    WideFamily.self,
    ManyRuns.self,
    LargeBatchMemory.self,
  ]
}
