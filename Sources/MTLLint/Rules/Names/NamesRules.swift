extension Rules {
  /// The rules about names, structure and comments, sorted by code.
  static let names: [any Rule.Type] = [
    UnusedShared.self
  ]
}
