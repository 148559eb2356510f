import MTLGraph

/// `|x|`, element by element.
///
/// - Gradient: the sign; 0 at zero.
struct Absolute: ElementwiseUnary {
  static let name = "absolute"
  static let step = ElementwiseOperation.absolute
  static let samples = ElementwiseSamples.unary(Absolute(), range: 0.5...2)

  func apply(_ x: Double) -> Double { abs(x) }

  func pullback(
    x: Value, y: Value, cotangent: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value? {
    try graph.multiply(cotangent, graph.emit(Sign(), x))
  }
}
