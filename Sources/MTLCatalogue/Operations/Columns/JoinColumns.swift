import MTLGraph

/// Values side by side along the last axis.
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
    Sample(JoinColumns(), [2, 1, 3, 1].map { TensorType(rows: RowSpace(0), [$0]) }, rows: 5),
    Sample(JoinColumns(), [TensorType([3, 2])]),
  ]

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard let first = operands.first, var width = first.dims.last else {
      throw TypeMismatch("values side by side have a last dimension")
    }
    for operand in operands.dropFirst() {
      guard let last = operand.dims.last, operand.rows == first.rows,
        operand.dims.dropLast() == first.dims.dropLast()
      else {
        throw TypeMismatch("values side by side differ in the last dimension alone")
      }
      width = width + last
    }
    return TensorType(rows: first.rows, dims: first.dims.dropLast() + [width])
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let width = result.lastDim
    var offset = 0
    for operand in operands {
      let count = operand.lastDim
      for vector in 0..<result.vectorCount {
        for column in 0..<count {
          result.values[vector * width + offset + column] = operand.values[vector * count + column]
        }
      }
      offset += count
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    var offset = 0
    var cotangents: [Value?] = []
    for (operand, isNeeded) in zip(operands, needed) {
      let count = graph.type(of: operand).dims.last?.size ?? 0
      cotangents.append(
        isNeeded ? try graph.emit(TakeColumns(offset: offset, count: count), cotangent) : nil)
      offset += count
    }
    return cotangents
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(
      .joinColumns(rows: result.vectors, widths: operands.map { $0.dims.last?.size ?? 0 }))
  }
}
