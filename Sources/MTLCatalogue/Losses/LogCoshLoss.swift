import MTLGraph

/// The logarithm of the hyperbolic cosine of the difference.
struct LogCoshLoss: DifferenceLoss {
  static let name = "log_cosh"
  static let summary = "The logarithm of the hyperbolic cosine of the difference"
  static let details = """
    Nearly `d^2 / 2` near 0 and `|d| - log(2)` far from it, computed without overflow as
    `|d| + log(1 + exp(-2 |d|)) - log(2)`.
    """
  static let example = "loss log_cosh(arm.torque1)"
  static let likelihood = Likelihood.gaussian

  init(_ arguments: Arguments) {}

  func loss(of difference: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    let size = try graph.emit(Absolute(), difference)
    let rest = try graph.emit(Softplus(), graph.scale(size, by: -2))
    return try graph.offset(graph.add(size, rest), by: -0.6931471805599453)
  }
}
