import MTLGraph

/// The square of the difference.
struct MeanSquaredErrorLoss: DifferenceLoss {
  static let name = "mse"
  static let summary = "The square of the difference"
  static let details = "`(x - y)^2`, the mean over rows and places."
  static let example = "loss mse(arm.torque1)"
  static let likelihood = Likelihood.gaussian

  init(_ arguments: Arguments) {}

  func loss(of difference: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    try graph.emit(Square(), difference)
  }
}
