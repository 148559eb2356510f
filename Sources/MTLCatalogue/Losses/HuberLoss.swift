import MTLGraph

/// The square of small differences, and the size of large ones.
struct HuberLoss: DifferenceLoss {
  static let name = "huber"
  static let summary = "The square of small differences, and the size of large ones"
  static let details =
    "`d^2 / 2` where `|d| <= delta`, else `delta * (|d| - delta / 2)` (Huber, 1964)."
  static let parameters: [ParameterDeclaration] = [
    .named("delta", .number(.positive), default: .float(1), usual: 0.01...10, "where squares end")
  ]
  static let example = "loss huber(arm.torque1, delta: 1)"
  static let likelihood = Likelihood.gaussian

  let delta: Double

  init(_ arguments: Arguments) {
    delta = arguments.number("delta")
  }

  func loss(of difference: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    let size = try graph.emit(Absolute(), difference)
    let bounded = try graph.emit(MinimumConstant(constant: delta), size)
    return try graph.multiply(bounded, graph.subtract(size, graph.scale(bounded, by: 0.5)))
  }
}
