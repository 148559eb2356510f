import MTLGraph

/// The hyperbolic tangent.
struct Tanh: ActivationLayer {
  static let name = "tanh"
  static let summary = "The hyperbolic tangent"
  static let details = """
    It lies between -1 and 1.
    """
  static let example = "dense(64) -> tanh"
  static let activation = ActivationNature(.symmetric, saturates: true)

  static func activate(_ x: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    try graph.emit(HyperbolicTangent(), x)
  }
}
