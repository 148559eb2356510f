import MTLGraph

/// The smaller of the element and a constant.
///
/// - Gradient: 1 where the element is the smaller, else 0.
struct MinimumConstant: ElementwiseUnary {
  static let name = "minimum_constant"
  static let step = ElementwiseOperation.minimumConstant
  static let samples = ElementwiseSamples.unary(MinimumConstant(constant: 2.25), range: 0.5...2)

  /// The upper bound.
  let constant: Double

  var attributes: String { "\(constant)" }

  func apply(_ x: Double) -> Double { min(x, constant) }

  func pullback(
    x: Value, y: Value, cotangent: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value? {
    let below = try graph.emit(Step(), graph.offset(graph.emit(Negate(), x), by: constant))
    return try graph.multiply(cotangent, below)
  }
}
