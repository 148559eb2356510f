import MTLGraph

/// -1, 0 or 1, as the element is negative, zero or positive.
///
/// - Gradient: zero.
struct Sign: ElementwiseUnary {
  static let name = "sign"
  static let step = ElementwiseOperation.sign
  static let samples = ElementwiseSamples.unary(Sign(), range: 0.5...2)

  func apply(_ x: Double) -> Double { x > 0 ? 1 : x < 0 ? -1 : 0 }

  func pullback(
    x: Value, y: Value, cotangent: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value? {
    nil
  }
}
