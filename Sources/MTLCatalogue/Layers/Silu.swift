import MTLGraph

/// The sigmoid linear unit, `x * sigmoid(x)`.
struct Silu: ActivationLayer {
  static let name = "silu"
  static let summary = "The sigmoid linear unit, `x * sigmoid(x)`"
  static let details = """
    Also called swish (Ramachandran, Zoph and Le, 2017).
    """
  static let example = "dense(64) -> silu"

  static func activate(_ x: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    try graph.multiply(x, graph.emit(LogisticSigmoid(), x))
  }
}
