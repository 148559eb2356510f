import MTLGraph

/// The same elements in the same order under other dimensions.
///
/// - Constraint (C1): the number of elements of a row stays.
/// - Gradient: the cotangent under the operand's dimensions.
struct Reshape: Primitive {
  static let name = "reshape"
  static let samples = [
    Sample(Reshape(dims: [.size(6)]), [TensorType(rows: RowSpace(0), [2, 3])]),
    Sample(Reshape(dims: []), [TensorType([1])]),
  ]

  let dims: [Dim]

  var attributes: String { dims.map(\.description).joined(separator: ", ") }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    let result = TensorType(rows: operands.first?.rows, dims: dims)
    guard operands.count == 1, operands[0].dims.product == dims.product else {
      throw TypeMismatch(
        "\(operands.first?.description ?? "nothing") does not have the elements of \(result)")
    }
    return result
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    result.values = operands[0].values
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    [try graph.emit(Reshape(dims: graph.type(of: operands[0]).dims), cotangent)]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering { .alias() }
}
