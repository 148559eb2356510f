import MTLGraph

/// The size of the difference, rounded off near 0.
struct SmoothAbsoluteErrorLoss: DifferenceLoss {
  static let name = "smooth_l1"
  static let summary = "The size of the difference, rounded off near 0"
  static let details = """
    `d^2 / (2 * beta)` where `|d| < beta`, else `|d| - beta / 2`: `huber` divided by its bound (Girshick, 2015).
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "beta", .number(.positive), default: .float(1), usual: 0.01...10, "where the size begins")
  ]
  static let example = "loss smooth_l1(arm.torque1, beta: 0.5)"
  static let likelihood = Likelihood.laplace

  let beta: Double

  init(_ arguments: Arguments) {
    beta = arguments.number("beta")
  }

  func loss(of difference: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    let size = try graph.emit(Absolute(), difference)
    let bounded = try graph.emit(MinimumConstant(constant: beta), size)
    let rest = try graph.subtract(size, graph.scale(bounded, by: 0.5))
    return try graph.scale(graph.multiply(bounded, rest), by: 1 / beta)
  }
}
