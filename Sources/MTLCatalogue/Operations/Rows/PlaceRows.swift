import MTLGraph

/// The rows of one data set among those of several, with zeros at all others.
///
/// - Constraint (C1): the operand has the rows of one part.
/// - Gradient: that part of the cotangent.
struct PlaceRows: Primitive {
  static let name = "place_rows"
  static let samples = RowJoin.sample.parts.indices.map { part in
    Sample(
      PlaceRows(joined: .sample, part: part),
      [TensorType(rows: RowJoin.sample.parts[part], [3])], rowCounts: RowJoin.sampleCounts)
  }

  let joined: RowJoin
  let part: Int

  var attributes: String { "part \(part) of \(joined.description)" }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 1, operands[0].rows == joined.parts[part] else {
      throw TypeMismatch("rows are placed among those of the data sets that they are joined with")
    }
    return TensorType(rows: joined.rows, dims: operands[0].dims)
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let range = joined.range(of: part, in: step)
    guard !range.isEmpty else { return }
    let width = operands[0].values.count / range.count
    result.values.replaceSubrange(
      range.lowerBound * width..<range.upperBound * width, with: operands[0].values)
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    [try graph.emit(SelectRows(joined: joined, part: part), cotangent)]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    joined.lowering(.place(part), of: result)
  }
}
