import MTLGraph

/// Each vector along the last axis as a part of a longer one, zeros elsewhere.
///
/// - Constraint (C1): the operand has a last axis, and the longer one holds it.
/// - Gradient: the part of the cotangent.
struct PlaceColumns: Primitive {
  static let name = "place_columns"
  static let samples = [
    Sample(PlaceColumns(offset: 1, width: 6), [TensorType(rows: RowSpace(0), [3])]),
    Sample(PlaceColumns(offset: 0, width: 2), [TensorType(rows: RowSpace(0), [2, 1])]),
  ]

  /// Where the vector begins in the longer one.
  let offset: Int
  /// The length of the longer one.
  let width: Int

  var attributes: String { "at \(offset) of \(width)" }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 1, let last = operands[0].dims.last, offset >= 0,
      last.size.map({ offset + $0 <= width }) ?? true
    else {
      throw TypeMismatch("a vector at \(offset) does not fit one of \(width) elements")
    }
    return TensorType(rows: operands[0].rows, dims: operands[0].dims.dropLast() + [.size(width)])
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let count = operands[0].lastDim
    for vector in 0..<result.vectorCount {
      for column in 0..<count {
        result.values[vector * width + offset + column] =
          operands[0].values[vector * count + column]
      }
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    let count = graph.type(of: operands[0]).dims.last?.size ?? 0
    return [try graph.emit(TakeColumns(offset: offset, count: count), cotangent)]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    let count = operands[0].dims.last?.size ?? 0
    return .kernel(
      .placeColumns(rows: result.vectors, width: width, offset: offset, count: count))
  }
}
