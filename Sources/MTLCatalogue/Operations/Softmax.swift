import Foundation
import MTLGraph

/// `exp(x_j) / sum_k exp(x_k)` along the last axis, computed after subtracting the largest element.
///
/// - Constraint (C1): the operand has a last axis.
/// - Gradient: `y * (cotangent - sum(cotangent * y))`.
struct Softmax: Primitive {
  static let name = "softmax"
  static let samples = [
    Sample(Softmax(), [TensorType(rows: RowSpace(0), [5])]),
    Sample(Softmax(), [TensorType(rows: RowSpace(0), [2, 1])]),
  ]

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 1, !operands[0].dims.isEmpty else {
      throw TypeMismatch("`softmax` takes a value with a last axis")
    }
    return operands[0]
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let width = result.lastDim
    for row in 0..<result.vectorCount {
      let range = row * width..<(row + 1) * width
      let largest = operands[0].values[range].max() ?? 0
      let exponentials = operands[0].values[range].map { exp($0 - largest) }
      let total = exponentials.reduce(0, +)
      for (index, value) in exponentials.enumerated() {
        result.values[row * width + index] = value / total
      }
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    let type = graph.type(of: result).withoutLanes
    let perVector = TensorType(rows: type.rows, dims: type.dims.dropLast())
    let weighted = try graph.multiply(cotangent, result)
    let total = try graph.broadcast(graph.sum(weighted, to: perVector), to: type)
    return [try graph.multiply(result, graph.subtract(cotangent, total))]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(.softmax(rows: result.vectors, columns: result.dims.last?.size ?? 0))
  }
}

extension TensorType {
  /// The number of vectors along the last axis.
  var vectors: Extent {
    Extent((sizes ?? []).dropLast().reduce(1, *), rows: rows)
  }
}
