import Foundation
import MTLGraph

/// `log(sum_k exp(x_k))` along the last axis, computed after subtracting the largest element.
///
/// - Constraint (C1): the operand has a last axis.
/// - Gradient: `cotangent * softmax(x)`.
struct LogSumExp: Primitive {
  static let name = "log_sum_exp"
  static let samples = [
    Sample(LogSumExp(), [TensorType(rows: RowSpace(0), [5])]),
    Sample(LogSumExp(), [TensorType(rows: RowSpace(0), [2, 1])]),
    Sample(LogSumExp(), [TensorType(rows: RowSpace(0), [19])], range: -90...90),
  ]

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 1, !operands[0].dims.isEmpty else {
      throw TypeMismatch("`log_sum_exp` takes a value with a last axis")
    }
    return TensorType(rows: operands[0].rows, dims: operands[0].dims.dropLast())
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let width = operands[0].lastDim
    for row in 0..<operands[0].vectorCount {
      let elements = operands[0].values[row * width..<(row + 1) * width]
      let largest = elements.max() ?? 0
      result.values[row] = largest + log(elements.reduce(0) { $0 + exp($1 - largest) })
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    let type = graph.type(of: operands[0]).withoutLanes
    let shares = try graph.emit(Softmax(), operands[0])
    return [try graph.multiply(shares, graph.broadcast(cotangent, to: type))]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    let columns = operands[0].dims.last?.size ?? 0
    return .kernel(.logSumExp(rows: operands[0].vectors, columns: columns))
  }
}
