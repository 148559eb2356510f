import MTLGraph

/// `-x`, element by element.
struct Negate: ElementwiseUnary {
  static let name = "negate"
  static let step = ElementwiseOperation.negate
  static let samples = ElementwiseSamples.unary(Negate())

  func apply(_ x: Double) -> Double { -x }

  func pullback(
    x: Value, y: Value, cotangent: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value? {
    try graph.emit(Negate(), cotangent)
  }
}
