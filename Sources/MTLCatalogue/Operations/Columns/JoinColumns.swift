import MTLGraph

/// Two values side by side along the last axis.
///
/// - Constraint (C1): the operands have one number of axes, at least one, and differ in the last alone.
/// - Gradient: the columns of the cotangent that belong to each operand.
struct JoinColumns: Primitive {
  static let name = "join_columns"
  static let samples = [
    Sample(
      JoinColumns(), [TensorType(rows: RowSpace(0), [3]), TensorType(rows: RowSpace(0), [2])]),
    Sample(
      JoinColumns(),
      [TensorType(rows: RowSpace(0), [2, 1]), TensorType(rows: RowSpace(0), [2, 5])]),
  ]

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 2, let left = operands[0].dims.last, let right = operands[1].dims.last,
      operands[0].rows == operands[1].rows,
      operands[0].dims.dropLast() == operands[1].dims.dropLast()
    else {
      throw TypeMismatch("values side by side differ in the last dimension alone")
    }
    return TensorType(rows: operands[0].rows, dims: operands[0].dims.dropLast() + [left + right])
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let (left, right) = (operands[0].lastDim, operands[1].lastDim)
    for vector in 0..<result.vectorCount {
      for column in 0..<left + right {
        result.values[vector * (left + right) + column] =
          column < left
          ? operands[0].values[vector * left + column]
          : operands[1].values[vector * right + column - left]
      }
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    let widths = operands.map { graph.type(of: $0).dims.last?.size ?? 0 }
    return [
      needed[0]
        ? try graph.emit(TakeColumns(offset: 0, count: widths[0]), cotangent) : nil,
      needed[1]
        ? try graph.emit(TakeColumns(offset: widths[0], count: widths[1]), cotangent) : nil,
    ]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    let widths = operands.map { $0.dims.last?.size ?? 0 }
    return .kernel(.joinColumns(rows: result.vectors, left: widths[0], right: widths[1]))
  }
}
