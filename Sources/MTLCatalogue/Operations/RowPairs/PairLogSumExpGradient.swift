import Foundation
import MTLGraph

/// `sum_{j != i} (g_i * exp(x_i . x_j - l_i) + g_j * exp(x_i . x_j - l_j)) * x_j`: the gradient of
/// `pair_log_sum_exp`, whose result is l and whose cotangent g.
///
/// - Constraint (C1): vectors `[rows, n]`, class numbers, result and cotangent `[rows]`.
struct PairLogSumExpGradient: PrimitiveWithoutGradient {
  static let name = "pair_log_sum_exp_gradient"
  static let samples = [
    Sample(
      PairLogSumExpGradient(),
      [TensorType(rows: RowSpace(0), [5])]
        + Array(repeating: TensorType(rows: RowSpace(0), []), count: 3),
      rows: 6, range: -1...1, classes: [1: 3])
  ]

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 4, operands[2] == operands[1], operands[3] == operands[1] else {
      throw TensorType.noRowPairs
    }
    try operands[0].checkRowPairs(with: operands[1])
    return operands[0]
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let pairs = RowPairs(operands[0], operands[1])
    let (logarithms, cotangent) = (operands[2].values, operands[3].values)
    for row in pairs.labelled {
      for other in pairs.labelled where other != row {
        let product = pairs.product(row, other)
        let factor =
          cotangent[row] * exp(product - logarithms[row])
          + cotangent[other] * exp(product - logarithms[other])
        pairs.add(other, times: factor, to: row, of: &result)
      }
    }
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    operands[0].lowering(to: .logSumExpGradient)
  }
}
