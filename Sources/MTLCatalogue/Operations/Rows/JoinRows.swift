import MTLGraph

/// The rows of several data sets as rows of one value, one data set after another.
///
/// - Constraint (C1): an operand for each part of the joined rows, all of one shape.
/// - Gradient: each part of the cotangent.
struct JoinRows: Primitive {
  static let name = "join_rows"
  static let samples = [
    Sample(
      JoinRows(joined: .sample),
      RowJoin.sample.parts.map { TensorType(rows: $0, [2, 3]) }, rowCounts: RowJoin.sampleCounts),
    Sample(
      JoinRows(joined: .sample),
      RowJoin.sample.parts.map { TensorType(rows: $0, []) }, rowCounts: RowJoin.sampleCounts),
  ]

  let joined: RowJoin

  var attributes: String { joined.description }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard let first = operands.first, operands.map(\.rows) == joined.parts,
      operands.allSatisfy({ $0.dims == first.dims })
    else {
      throw TypeMismatch("rows that are joined have one shape and belong to different data sets")
    }
    return TensorType(rows: joined.rows, dims: first.dims)
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    result.values = operands.flatMap(\.values)
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    var cotangents: [Value?] = []
    for part in operands.indices {
      cotangents.append(
        needed[part] ? try graph.emit(SelectRows(joined: joined, part: part), cotangent) : nil)
    }
    return cotangents
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    joined.lowering(.join, of: result)
  }
}
