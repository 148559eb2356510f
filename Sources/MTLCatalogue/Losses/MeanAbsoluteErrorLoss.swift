import MTLGraph

/// The size of the difference.
struct MeanAbsoluteErrorLoss: DifferenceLoss {
  static let name = "mae"
  static let summary = "The size of the difference"
  static let details =
    "`|x - y|`, the mean over rows and places; its gradient is 0 where they are equal."
  static let example = "loss mae(arm.torque1)"
  static let likelihood = Likelihood.laplace

  init(_ arguments: Arguments) {}

  func loss(of difference: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    try graph.emit(Absolute(), difference)
  }
}
