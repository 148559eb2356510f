extension Rules {
  /// The rules about the training settings, sorted by code.
  static let training: [any Rule.Type] = [
    LearningRateExtreme.self
  ]
}
