import MTLGraph

/// The number of rows that a step has of a row space, as a scalar.
struct RowCount: Primitive {
  static let name = "row_count"
  static let samples = [Sample(RowCount(rows: RowSpace(0)), [])]

  let rows: RowSpace

  var attributes: String { "rows \(rows.index)" }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType { .scalar }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    result.values[0] = Double(step.rowCounts[rows.index])
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] { [] }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(.rowCount(rows))
  }
}
