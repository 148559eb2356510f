import Foundation
import MTLGraph

/// `log(sum_k exp(x_k)) - x_label` along the last axis: the cross entropy of logits and class numbers.
///
/// A label that is no class, such as that of a row without one, gives 0.
///
/// - Constraint (C1): logits `[..., K]`, labels `[...]`.
/// - Gradient: `cotangent * (softmax(x) - one_hot(label))`; none for the labels.
struct CrossEntropy: Primitive {
  static let name = "cross_entropy"
  static let samples = [
    Sample(
      CrossEntropy(), [TensorType(rows: RowSpace(0), [5]), TensorType(rows: RowSpace(0), [])],
      classes: [1: 5]),
    Sample(
      CrossEntropy(), [TensorType(rows: RowSpace(0), [2, 3]), TensorType(rows: RowSpace(0), [2])],
      classes: [1: 3]),
  ]

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 2, operands[0].rows == operands[1].rows,
      !operands[0].dims.isEmpty, operands[0].dims.dropLast() == operands[1].dims[...]
    else {
      throw TypeMismatch("`cross_entropy` takes logits and one class number for each place")
    }
    return operands[1]
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let width = operands[0].lastDim
    for row in 0..<operands[0].vectorCount {
      let logits = operands[0].values[row * width..<(row + 1) * width]
      guard let label = classNumber(operands[1].values[row], below: width) else { continue }
      let largest = logits.max() ?? 0
      let total = logits.map { exp($0 - largest) }.reduce(0, +)
      result.values[row] = log(total) + largest - logits[logits.startIndex + label]
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    [try graph.emit(CrossEntropyGradient(), operands[0], operands[1], cotangent), nil]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(
      .crossEntropy(rows: operands[0].vectors, columns: operands[0].dims.last?.size ?? 0))
  }
}

/// The class that a label stands for, where it stands for one.
func classNumber(_ label: Double, below count: Int) -> Int? {
  guard label >= 0, label < Double(count) else { return nil }
  return Int(label)
}
