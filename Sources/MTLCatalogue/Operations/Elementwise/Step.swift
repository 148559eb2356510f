import MTLGraph

/// 1 where the element is above zero, else 0.
///
/// - Gradient: zero.
struct Step: ElementwiseUnary {
  static let name = "step"
  static let step = ElementwiseOperation.step
  static let samples = ElementwiseSamples.unary(Step(), range: 0.5...2)

  func apply(_ x: Double) -> Double { x > 0 ? 1 : 0 }

  func pullback(
    x: Value, y: Value, cotangent: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value? {
    nil
  }
}
