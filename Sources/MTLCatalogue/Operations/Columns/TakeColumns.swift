import MTLGraph

/// Some neighbouring elements of each vector along the last axis.
///
/// - Constraint (C1): the operand has a last axis, which holds them.
/// - Gradient: the cotangent in its place, zeros elsewhere.
struct TakeColumns: Primitive {
  static let name = "take_columns"
  static let samples = [
    Sample(TakeColumns(offset: 1, count: 3), [TensorType(rows: RowSpace(0), [5])]),
    Sample(TakeColumns(offset: 0, count: 1), [TensorType(rows: RowSpace(0), [2, 1])]),
    Sample(TakeColumns(offset: 4, count: 2), [TensorType([3, 6])]),
  ]

  /// The first element that is taken.
  let offset: Int
  let count: Int

  var attributes: String { "\(offset)..<\(offset + count)" }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 1, let last = operands[0].dims.last, offset >= 0, count >= 0,
      last.size.map({ offset + count <= $0 }) ?? true
    else {
      throw TypeMismatch("columns \(offset)..<\(offset + count) are not those of the value")
    }
    return TensorType(rows: operands[0].rows, dims: operands[0].dims.dropLast() + [.size(count)])
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let width = operands[0].lastDim
    for vector in 0..<result.vectorCount {
      for column in 0..<count {
        result.values[vector * count + column] =
          operands[0].values[vector * width + offset + column]
      }
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    let width = graph.type(of: operands[0]).dims.last?.size ?? 0
    return [try graph.emit(PlaceColumns(offset: offset, width: width), cotangent)]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    let width = operands[0].dims.last?.size ?? 0
    return .kernel(
      .takeColumns(rows: result.vectors, width: width, offset: offset, count: count))
  }
}
