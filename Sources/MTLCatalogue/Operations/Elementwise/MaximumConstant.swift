import MTLGraph

/// The larger of the element and a constant.
///
/// - Gradient: 1 where the element is the larger, else 0.
struct MaximumConstant: ElementwiseUnary {
  static let name = "maximum_constant"
  static let step = ElementwiseOperation.maximumConstant
  static let samples = ElementwiseSamples.unary(MaximumConstant(constant: 0.25), range: 0.5...2)

  /// The lower bound.
  let constant: Double

  var attributes: String { "\(constant)" }

  func apply(_ x: Double) -> Double { max(x, constant) }

  func pullback(
    x: Value, y: Value, cotangent: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value? {
    let above = try graph.emit(Step(), graph.offset(x, by: -constant))
    return try graph.multiply(cotangent, above)
  }
}
