import Foundation
import MTLGraph

/// The element to a constant power; 0 where the element is 0 and the power positive.
struct Power: ElementwiseUnary {
  static let name = "power"
  static let step = ElementwiseOperation.power
  static let samples = ElementwiseSamples.unary(Power(constant: 2.5), range: 0.5...2)

  /// The exponent.
  let constant: Double

  var attributes: String { "\(constant)" }

  func apply(_ x: Double) -> Double { x == 0 && constant > 0 ? 0 : pow(x, constant) }

  func pullback(
    x: Value, y: Value, cotangent: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value? {
    let slope = try graph.scale(graph.emit(Power(constant: constant - 1), x), by: constant)
    return try graph.multiply(cotangent, slope)
  }
}
