extension Rules {
  /// The rules about losses and numerics, sorted by code.
  static let losses: [any Rule.Type] = []
}
