import MTLGraph

/// The rows of one data set among those of several.
///
/// - Constraint (C1): the operand has the joined rows.
/// - Gradient: the cotangent in its place, zeros at the other rows.
struct SelectRows: Primitive {
  static let name = "select_rows"
  static let samples = RowJoin.sample.parts.indices.map { part in
    Sample(
      SelectRows(joined: .sample, part: part), [TensorType(rows: RowJoin.sample.rows, [3])],
      rowCounts: RowJoin.sampleCounts)
  }

  let joined: RowJoin
  let part: Int

  var attributes: String { "part \(part) of \(joined.description)" }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 1, operands[0].rows == joined.rows else {
      throw TypeMismatch("rows are selected of a value that joins those of several data sets")
    }
    return TensorType(rows: joined.parts[part], dims: operands[0].dims)
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let range = joined.range(of: part, in: step)
    guard !range.isEmpty else { return }
    let width = result.values.count / range.count
    result.values = Array(
      operands[0].values[range.lowerBound * width..<range.upperBound * width])
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    [try graph.emit(PlaceRows(joined: joined, part: part), cotangent)]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    joined.lowering(.select(part), of: result)
  }
}
