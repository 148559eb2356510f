import MTLGraph

/// The square root of each element.
struct SquareRoot: ElementwiseUnary {
  static let name = "square_root"
  static let step = ElementwiseOperation.squareRoot
  static let samples = ElementwiseSamples.unary(SquareRoot(), range: 0.5...2)

  func apply(_ x: Double) -> Double { x.squareRoot() }

  func pullback(
    x: Value, y: Value, cotangent: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value? {
    try graph.multiply(cotangent, graph.scale(graph.emit(Reciprocal(), y), by: 0.5))
  }
}
