import MTLGraph

/// The value as it is, without a gradient to what it is made of.
struct StopGradientLayer: Layer {
  static let name = "stop_gradient"
  static let summary = "The value as it is, without a gradient to what it is made of"
  static let details = """
    The steps before it learn nothing from those behind it: a task that reads another's value so does not \
    train it.
    """
  static let example = "from wide -> stop_gradient -> dense(1)"
  static let probability = ProbabilityRule.preserved

  init(_ arguments: Arguments) {}

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    try builder.graph.emit(StopGradient(), x)
  }
}
