import MTLGraph

/// The exponentials along the last axis, divided by their sum.
struct SoftmaxLayer: ActivationLayer {
  static let name = "softmax"
  static let summary = "The exponentials along the last axis, divided by their sum"
  static let details = """
    Its result is a probability. `cross_entropy` takes logits and applies it by itself.
    """
  static let example = "dense(64) -> softmax"
  static let probability = ProbabilityRule.always
  static let activation = ActivationNature(.unit, addsUpToOne: true)

  static func activate(_ x: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    try graph.emit(Softmax(), x)
  }
}
