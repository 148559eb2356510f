import MTLGraph

/// The operand as it is, with a gradient of zero.
struct StopGradient: Primitive {
  static let name = "stop_gradient"
  static let samples = [
    Sample(StopGradient(), [TensorType(rows: RowSpace(0), [3])])
  ]
  static let isDifferentiable = false

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 1 else {
      throw TypeMismatch("`\(Self.name)` takes one operand, not \(operands.count)")
    }
    return operands[0]
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    result.values = operands[0].values
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] { [nil] }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering { .alias() }
}
