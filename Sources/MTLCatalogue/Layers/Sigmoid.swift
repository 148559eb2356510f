import MTLGraph

/// The logistic function, `1 / (1 + exp(-x))`.
struct Sigmoid: ActivationLayer {
  static let name = "sigmoid"
  static let summary = "The logistic function, `1 / (1 + exp(-x))`"
  static let details = """
    Its result is a probability, and losses know that. Where a loss takes logits, leave it out: the loss is more \
    exact without.
    """
  static let example = "dense(64) -> sigmoid"
  static let probability = ProbabilityRule.always
  static let activation = ActivationNature(.unit, saturates: true)

  static func activate(_ x: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    try graph.emit(LogisticSigmoid(), x)
  }
}
