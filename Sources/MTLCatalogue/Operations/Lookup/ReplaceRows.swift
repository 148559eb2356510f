import MTLGraph

/// A table in which vectors have taken the place of the rows that numbers stand for.
///
/// A number that is no row of the table replaces nothing; of several vectors for one row the last one
/// stays. Where nobody else reads the table it is changed in its own memory: the work is that of the
/// rows that are replaced, whatever the table's size.
///
/// - Constraint (C1): a table `[n, width]`, numbers of any shape, and a vector for each.
struct ReplaceRows: PrimitiveWithoutGradient {
  static let name = "replace_rows"
  static let samples = [
    Sample(
      ReplaceRows(),
      [
        TensorType([5, 3]), TensorType(rows: RowSpace(0), [1]),
        TensorType(rows: RowSpace(0), [1, 3]),
      ], classes: [1: 6]),
    Sample(
      ReplaceRows(),
      [TensorType([2, 1]), TensorType(rows: RowSpace(0), []), TensorType(rows: RowSpace(0), [1])],
      rows: 5, classes: [1: 3]),
  ]

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 3, operands[0].rows == nil, operands[0].dims.count == 2,
      operands[1].rows == operands[2].rows,
      operands[2].dims == operands[1].dims + operands[0].dims.suffix(1)
    else {
      throw TypeMismatch("each number of a table's row has one vector")
    }
    return operands[0]
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let width = result.lastDim
    result.values = operands[0].values
    for (place, number) in operands[1].values.enumerated() {
      guard let row = classNumber(number, below: result.vectorCount) else { continue }
      for column in 0..<width {
        result.values[row * width + column] = operands[2].values[place * width + column]
      }
    }
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .overwrite(
      .replaceRows(
        rows: operands[1].places, entries: result.vectors, width: result.dims.last?.size ?? 0))
  }
}
