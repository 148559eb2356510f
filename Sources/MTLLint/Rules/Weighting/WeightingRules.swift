extension Rules {
  /// The rules about weighting and sharing, sorted by code.
  static let weighting: [any Rule.Type] = []
}
