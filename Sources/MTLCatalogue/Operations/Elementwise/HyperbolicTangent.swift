import Foundation
import MTLGraph

/// `tanh(x)`, element by element.
struct HyperbolicTangent: ElementwiseUnary {
  static let name = "tanh"
  static let step = ElementwiseOperation.tanh
  static let samples = ElementwiseSamples.unary(HyperbolicTangent())

  func apply(_ x: Double) -> Double { tanh(x) }

  func pullback(
    x: Value, y: Value, cotangent: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value? {
    let slope = try graph.offset(graph.emit(Negate(), graph.emit(Square(), y)), by: 1)
    return try graph.multiply(cotangent, slope)
  }
}
