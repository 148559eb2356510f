import MTLGraph

/// `max(x, 0)`, element by element.
///
/// - Gradient: 1 above zero, 0 elsewhere, at zero too.
struct Rectify: ElementwiseUnary {
  static let name = "relu"
  static let step = ElementwiseOperation.relu
  static let samples = ElementwiseSamples.unary(Rectify(), range: 0.5...2)

  func apply(_ x: Double) -> Double { max(x, 0) }

  func pullback(
    x: Value, y: Value, cotangent: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value? {
    try graph.multiply(cotangent, graph.emit(Step(), y))
  }
}
