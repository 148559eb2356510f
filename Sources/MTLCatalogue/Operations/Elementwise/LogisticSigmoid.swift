import Foundation
import MTLGraph

/// `1 / (1 + exp(-x))`, element by element.
struct LogisticSigmoid: ElementwiseUnary {
  static let name = "sigmoid"
  static let step = ElementwiseOperation.sigmoid
  static let samples = ElementwiseSamples.unary(LogisticSigmoid())

  func apply(_ x: Double) -> Double { x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x)) }

  func pullback(
    x: Value, y: Value, cotangent: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value? {
    let slope = try graph.subtract(y, graph.emit(Square(), y))
    return try graph.multiply(cotangent, slope)
  }
}
