import Foundation
import MTLGraph

/// `log(1 + exp(x))`, element by element, without overflow for large x.
struct Softplus: ElementwiseUnary {
  static let name = "softplus"
  static let step = ElementwiseOperation.softplus
  static let samples = ElementwiseSamples.unary(Softplus())

  func apply(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }

  func pullback(
    x: Value, y: Value, cotangent: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value? {
    try graph.multiply(cotangent, graph.emit(LogisticSigmoid(), x))
  }
}
