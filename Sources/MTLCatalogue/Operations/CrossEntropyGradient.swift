import Foundation
import MTLGraph

/// `cotangent * (softmax(x) - one_hot(label))`: the gradient of `cross_entropy`.
///
/// - Constraint (C1): logits `[..., K]`, labels `[...]`, cotangent `[...]`.
struct CrossEntropyGradient: PrimitiveWithoutGradient {
  static let name = "cross_entropy_gradient"
  static let samples = [
    Sample(
      CrossEntropyGradient(),
      [
        TensorType(rows: RowSpace(0), [5]), TensorType(rows: RowSpace(0), []),
        TensorType(rows: RowSpace(0), []),
      ],
      classes: [1: 5])
  ]

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 3, operands[1] == operands[2],
      operands[0].dims.dropLast() == operands[1].dims[...]
    else {
      throw TypeMismatch("the gradient of `cross_entropy` takes logits, labels and a cotangent")
    }
    return operands[0]
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    Softmax().evaluate([operands[0]], into: &result, in: step)
    let width = result.lastDim
    for row in 0..<result.vectorCount {
      let label = classNumber(operands[1].values[row], below: width)
      let cotangent = label == nil ? 0 : operands[2].values[row]
      if let label { result.values[row * width + label] -= 1 }
      for index in row * width..<(row + 1) * width { result.values[index] *= cotangent }
    }
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(.crossEntropyGradient(rows: result.vectors, columns: result.dims.last?.size ?? 0))
  }
}
