import MTLGraph

/// The rows of a table that numbers stand for: learnt vectors of classes or words, or the vectors of
/// other rows of a batch.
///
/// A number that is no row of the table gives zeros.
///
/// - Constraint (C1): a table `[n, width]` and numbers of any shape, or vectors `[rows, width]` and
///   numbers of the same batch.
/// - Gradient: each cotangent added to its row of the table; none for the numbers.
struct LookUpRows: Primitive {
  static let name = "look_up_rows"
  static let samples = [
    Sample(
      LookUpRows(), [TensorType([5, 3]), TensorType(rows: RowSpace(0), [1])], classes: [1: 5]),
    Sample(
      LookUpRows(), [TensorType([4, 1]), TensorType(rows: RowSpace(0), [2])], rows: 5,
      classes: [1: 6]),
    Sample(
      LookUpRows(), [TensorType(rows: RowSpace(0), [3]), TensorType(rows: RowSpace(0), [])],
      rows: 5, classes: [1: 7]),
  ]

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 2, let width = operands[0].dims.last,
      operands[0].rows == nil
        ? operands[0].dims.count == 2
        : operands[0].dims.count == 1 && operands[0].rows == operands[1].rows
    else {
      throw TypeMismatch("rows are looked up in a table of vectors")
    }
    return TensorType(rows: operands[1].rows, dims: operands[1].dims + [width])
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let width = operands[0].lastDim
    for (place, number) in operands[1].values.enumerated() {
      guard let row = classNumber(number, below: operands[0].vectorCount) else { continue }
      for column in 0..<width {
        result.values[place * width + column] = operands[0].values[row * width + column]
      }
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    let table = graph.type(of: operands[0])
    guard needed[0] else { return [nil, nil] }
    let target = table.rows == nil ? AddToRows.Target.table(table.dims.first?.size ?? 0) : .batch
    return [try graph.emit(AddToRows(target), operands[1], cotangent), nil]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(
      .lookUpRows(
        rows: operands[1].places, entries: operands[0].vectors,
        width: operands[0].dims.last?.size ?? 0))
  }
}

extension TensorType {
  /// The number of elements, those of all rows.
  var places: Extent { Extent((sizes ?? []).reduce(1, *), rows: rows) }
}
