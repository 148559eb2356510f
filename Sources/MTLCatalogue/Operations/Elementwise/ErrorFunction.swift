import Foundation
import MTLGraph

/// `erf(x)`, element by element.
struct ErrorFunction: ElementwiseUnary {
  static let name = "error_function"
  static let step = ElementwiseOperation.errorFunction
  static let samples = ElementwiseSamples.unary(ErrorFunction())

  func apply(_ x: Double) -> Double { erf(x) }

  func pullback(
    x: Value, y: Value, cotangent: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value? {
    let bell = try graph.emit(Exponential(), graph.emit(Negate(), graph.emit(Square(), x)))
    return try graph.multiply(cotangent, graph.scale(bell, by: 2 / Double.pi.squareRoot()))
  }
}
