import Foundation
import MTLGraph

/// The natural logarithm of each element.
struct Logarithm: ElementwiseUnary {
  static let name = "logarithm"
  static let step = ElementwiseOperation.logarithm
  static let samples = ElementwiseSamples.unary(Logarithm(), range: 0.5...3)

  func apply(_ x: Double) -> Double { log(x) }

  func pullback(
    x: Value, y: Value, cotangent: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value? {
    try graph.multiply(cotangent, graph.emit(Reciprocal(), x))
  }
}
