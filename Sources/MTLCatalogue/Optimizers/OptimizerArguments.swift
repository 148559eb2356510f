/// The parameters that several optimizers have.
enum OptimizerArguments {
  static let momentum = ParameterDeclaration.named(
    "momentum", .number(.belowOne), default: .float(0), "share of the last step that stays")

  /// The learning rate, by default so large.
  static func learningRate(_ rate: Double) -> ParameterDeclaration {
    .named("learning_rate", .number(.positive), default: .float(rate), "size of a step")
  }

  /// The number that keeps a divisor from being zero, by default so large.
  static func epsilon(_ size: Double) -> ParameterDeclaration {
    .named("epsilon", .number(.positive), default: .float(size), "keeps from dividing by zero")
  }
}
