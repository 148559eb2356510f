import MTLGraph

/// A constant at every element of a type.
struct Constant: Primitive {
  static let name = "constant"
  static let samples = [
    Sample(Constant(value: 1.5, type: TensorType(rows: RowSpace(0), [2])), []),
    Sample(Constant(value: -1, type: .scalar), []),
  ]

  let value: Double
  let type: TensorType

  var attributes: String { "\(value)" }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType { type }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    for index in result.values.indices { result.values[index] = value }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] { [] }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .elementwise(.constant, constant: value)
  }
}
