extension Rules {
  /// The rules about layers and how values flow, sorted by code.
  static let layers: [any Rule.Type] = [
    ConsecutiveLinear.self
  ]
}
