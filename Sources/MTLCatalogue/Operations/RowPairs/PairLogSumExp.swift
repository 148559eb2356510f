import Foundation
import MTLGraph

/// `log(sum_{j != i} exp(x_i . x_j))` over the other rows of a batch that have a label.
///
/// A row without a label, one whose class number is below 0, and a row without another give 0.
///
/// - Constraint (C1): vectors `[rows, n]`, class numbers `[rows]`.
/// - Gradient: `pair_log_sum_exp_gradient`; none for the class numbers.
struct PairLogSumExp: Primitive {
  static let name = "pair_log_sum_exp"
  static let samples = [
    Sample(
      PairLogSumExp(), [TensorType(rows: RowSpace(0), [5]), TensorType(rows: RowSpace(0), [])],
      rows: 7, classes: [1: 3]),
    Sample(
      PairLogSumExp(), [TensorType(rows: RowSpace(0), [1]), TensorType(rows: RowSpace(0), [])],
      rows: 1, classes: [1: 2]),
    Sample(
      PairLogSumExp(), [TensorType(rows: RowSpace(0), [19]), TensorType(rows: RowSpace(0), [])],
      rows: 4, range: -4...4, classes: [1: 2]),
  ]

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 2 else { throw TensorType.noRowPairs }
    try operands[0].checkRowPairs(with: operands[1])
    return operands[1]
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let pairs = RowPairs(operands[0], operands[1])
    for row in pairs.labelled {
      let products = pairs.labelled.filter { $0 != row }.map { pairs.product(row, $0) }
      guard let largest = products.max() else { continue }
      result.values[row] = largest + log(products.reduce(0) { $0 + exp($1 - largest) })
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    [
      try graph.emit(PairLogSumExpGradient(), operands[0], operands[1], result, cotangent), nil,
    ]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    operands[0].lowering(to: .logSumExp)
  }
}
