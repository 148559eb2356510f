import MTLGraph

/// The value within -1 to 1, `min(max(x, -1), 1)`.
struct HardTanh: ActivationLayer {
  static let name = "hard_tanh"
  static let summary = "The value within -1 to 1, `min(max(x, -1), 1)`"
  static let example = "dense(64) -> hard_tanh"
  static let activation = ActivationNature(.symmetric, isIdempotent: true, saturates: true)

  static func activate(_ x: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    let bounded = try graph.emit(MaximumConstant(constant: -1), x)
    return try graph.emit(MinimumConstant(constant: 1), bounded)
  }
}
