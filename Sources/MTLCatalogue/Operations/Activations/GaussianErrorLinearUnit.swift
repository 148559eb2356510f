import Foundation
import MTLGraph

/// `x * Phi(x)`, element by element, Phi being the distribution of normal numbers.
///
/// - Gradient: `cotangent * (Phi(x) + x * exp(-x^2 / 2) / sqrt(2 pi))`.
struct GaussianErrorLinearUnit: Primitive {
  static let name = "gelu"
  static let samples = [
    Sample(GaussianErrorLinearUnit(), [TensorType(rows: RowSpace(0), [2, 7])]),
    Sample(GaussianErrorLinearUnit(), [TensorType(rows: RowSpace(0), [])], rows: 1),
    Sample(GaussianErrorLinearUnit(), [TensorType([33])], range: -7...7),
  ]

  /// Phi(x), the share of normal numbers that are smaller.
  static func distribution(_ x: Double) -> Double { 0.5 * erfc(-x * 0.5.squareRoot()) }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 1 else { throw TypeMismatch("`gelu` takes one value") }
    return operands[0]
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    result.values = operands[0].values.map { $0 * Self.distribution($0) }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    [try graph.emit(GaussianErrorLinearUnitGradient(), operands[0], cotangent)]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(.gelu(isGradient: false, elements: Extent(of: result)))
  }
}
