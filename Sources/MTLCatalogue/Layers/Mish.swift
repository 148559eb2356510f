import MTLGraph

/// A smooth unit, `x * tanh(softplus(x))`.
struct Mish: ActivationLayer {
  static let name = "mish"
  static let summary = "A smooth unit, `x * tanh(softplus(x))`"
  static let details = """
    Like `silu`, a little steeper (Misra, 2020).
    """
  static let example = "dense(64) -> mish"

  static func activate(_ x: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    let gate = try graph.emit(HyperbolicTangent(), graph.emit(Softplus(), x))
    return try graph.multiply(x, gate)
  }
}
