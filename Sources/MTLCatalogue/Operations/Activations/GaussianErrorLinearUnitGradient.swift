import Foundation
import MTLGraph

/// `cotangent * (Phi(x) + x * exp(-x^2 / 2) / sqrt(2 pi))`: the gradient of `gelu`.
///
/// - Constraint (C1): x and the cotangent have the same type.
struct GaussianErrorLinearUnitGradient: PrimitiveWithoutGradient {
  static let name = "gelu_gradient"
  static let samples = [
    Sample(
      GaussianErrorLinearUnitGradient(),
      [TensorType(rows: RowSpace(0), [2, 7]), TensorType(rows: RowSpace(0), [2, 7])]),
    Sample(
      GaussianErrorLinearUnitGradient(), [TensorType([33]), TensorType([33])], range: -7...7),
  ]

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 2, operands[0] == operands[1] else {
      throw TypeMismatch("the gradient of `gelu` takes a value and a cotangent of its type")
    }
    return operands[0]
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    result.values = zip(operands[0].values, operands[1].values).map { x, cotangent in
      let density = exp(-x * x / 2) / (2 * Double.pi).squareRoot()
      return cotangent * (GaussianErrorLinearUnit.distribution(x) + x * density)
    }
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(.gelu(isGradient: true, elements: Extent(of: result)))
  }
}
