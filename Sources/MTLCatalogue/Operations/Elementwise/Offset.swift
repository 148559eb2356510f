import MTLGraph

/// The element plus a constant.
struct Offset: ElementwiseUnary {
  static let name = "offset"
  static let step = ElementwiseOperation.offset
  static let samples = ElementwiseSamples.unary(Offset(constant: 0.75))

  /// The summand.
  let constant: Double

  var attributes: String { "\(constant)" }

  func apply(_ x: Double) -> Double { x + constant }

  func pullback(
    x: Value, y: Value, cotangent: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value? {
    cotangent
  }
}
