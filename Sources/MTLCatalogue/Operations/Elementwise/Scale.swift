import MTLGraph

/// The element times a constant.
struct Scale: ElementwiseUnary {
  static let name = "scale"
  static let step = ElementwiseOperation.scale
  static let samples = ElementwiseSamples.unary(Scale(constant: -1.5))

  /// The factor.
  let constant: Double

  var attributes: String { "\(constant)" }

  func apply(_ x: Double) -> Double { x * constant }

  func pullback(
    x: Value, y: Value, cotangent: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value? {
    try graph.emit(self, cotangent)
  }
}
