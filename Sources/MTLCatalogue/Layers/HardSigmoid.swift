import MTLGraph

/// A sigmoid of three straight parts, `min(max(x / 6 + 1 / 2, 0), 1)`.
struct HardSigmoid: ActivationLayer {
  static let name = "hard_sigmoid"
  static let summary = "A sigmoid of three straight parts, `min(max(x / 6 + 1 / 2, 0), 1)`"
  static let details = """
    As mobile networks have it (Howard et al., 2019).
    """
  static let probability = ProbabilityRule.always
  static let example = "dense(64) -> hard_sigmoid"
  static let activation = ActivationNature(.unit, saturates: true)

  static func activate(_ x: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    let line = try graph.offset(graph.scale(x, by: 1.0 / 6), by: 0.5)
    let bounded = try graph.emit(MaximumConstant(constant: 0), line)
    return try graph.emit(MinimumConstant(constant: 1), bounded)
  }
}
