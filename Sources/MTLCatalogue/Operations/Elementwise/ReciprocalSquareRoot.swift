import MTLGraph

/// One over the square root of each element.
struct ReciprocalSquareRoot: ElementwiseUnary {
  static let name = "reciprocal_square_root"
  static let step = ElementwiseOperation.reciprocalSquareRoot
  static let samples = ElementwiseSamples.unary(ReciprocalSquareRoot(), range: 0.5...2)

  func apply(_ x: Double) -> Double { 1 / x.squareRoot() }

  func pullback(
    x: Value, y: Value, cotangent: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value? {
    let cube = try graph.multiply(y, graph.emit(Square(), y))
    return try graph.multiply(cotangent, graph.scale(cube, by: -0.5))
  }
}
