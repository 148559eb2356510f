import MTLGraph

/// `x * x`, element by element.
struct Square: ElementwiseUnary {
  static let name = "square"
  static let step = ElementwiseOperation.square
  static let samples = ElementwiseSamples.unary(Square())

  func apply(_ x: Double) -> Double { x * x }

  func pullback(
    x: Value, y: Value, cotangent: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value? {
    try graph.multiply(cotangent, graph.scale(x, by: 2))
  }
}
