import Foundation
import MTLGraph

/// `exp(x)`, element by element.
struct Exponential: ElementwiseUnary {
  static let name = "exponential"
  static let step = ElementwiseOperation.exponential
  static let samples = ElementwiseSamples.unary(Exponential())

  func apply(_ x: Double) -> Double { exp(x) }

  func pullback(
    x: Value, y: Value, cotangent: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value? {
    try graph.multiply(cotangent, y)
  }
}
