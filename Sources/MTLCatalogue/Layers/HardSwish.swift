import MTLGraph

/// The product of the value and its `hard_sigmoid`.
struct HardSwish: ActivationLayer {
  static let name = "hard_swish"
  static let summary = "The product of the value and its `hard_sigmoid`"
  static let details = """
    `x * min(max(x / 6 + 1 / 2, 0), 1)` (Howard et al., 2019).
    """
  static let example = "dense(64) -> hard_swish"

  static func activate(_ x: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    try graph.multiply(x, HardSigmoid.activate(x, in: &graph))
  }
}
