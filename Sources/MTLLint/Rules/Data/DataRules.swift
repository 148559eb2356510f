extension Rules {
  /// The rules about data sets, columns and splits, sorted by code.
  static let data: [any Rule.Type] = []
}
