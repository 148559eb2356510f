/// The parameters that several optimizers have.
enum OptimizerArguments {
  static let momentum = ParameterDeclaration.named(
    "momentum", .number(.belowOne), default: .float(0), usual: usualMemory,
    "share of the last step that stays")

  /// How much of a running mean stays in a step, in practice; nearer to 1 it hardly moves in a run.
  static let usualMemory = 0...0.9999

  /// The same of the squares of gradients, which a short memory makes useless.
  static let usualSquareMemory = 0.5...0.9999

  /// The learning rate, by default so large, and in practice at most so large.
  static func learningRate(_ rate: Double, upTo largest: Double = 0.1) -> ParameterDeclaration {
    .named(
      "learning_rate", .number(.positive), default: .float(rate), usual: 1e-7...largest,
      "size of a step")
  }

  /// The number that keeps a divisor from being zero, by default so large.
  static func epsilon(_ size: Double) -> ParameterDeclaration {
    .named(
      "epsilon", .number(.positive), default: .float(size), usual: 0...0.01,
      "keeps from dividing by zero")
  }
}
