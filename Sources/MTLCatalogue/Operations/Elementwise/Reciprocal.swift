import MTLGraph

/// `1 / x`, element by element.
struct Reciprocal: ElementwiseUnary {
  static let name = "reciprocal"
  static let step = ElementwiseOperation.reciprocal
  static let samples = ElementwiseSamples.unary(Reciprocal(), range: 0.5...2)

  func apply(_ x: Double) -> Double { 1 / x }

  func pullback(
    x: Value, y: Value, cotangent: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value? {
    let slope = try graph.emit(Negate(), graph.emit(Square(), y))
    return try graph.multiply(cotangent, slope)
  }
}
