import MTLGraph

/// A vector of constants, such as the weights of classes.
///
/// - Constraint (C1): at least one number.
struct ConstantVector: Primitive {
  static let name = "constant_vector"
  static let samples = [
    Sample(ConstantVector(values: [1.5, -2, 0]), []), Sample(ConstantVector(values: [4]), []),
  ]

  let values: [Double]

  var attributes: String { values.map { "\($0)" }.joined(separator: ", ") }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard !values.isEmpty else { throw TypeMismatch("a vector of constants has at least one") }
    return TensorType([values.count])
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    result.values = values
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] { [] }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(.constants(values))
  }
}
