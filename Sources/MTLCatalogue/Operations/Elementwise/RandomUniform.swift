import MTLGraph

/// A uniform random number in [0, 1) at each element of its operand's type.
///
/// Each is a function of the seed, the step, the stream and the element's position, with 24 random bits.
struct RandomUniform: Primitive {
  static let name = "random_uniform"
  static let samples = [
    Sample(RandomUniform(stream: 5), [TensorType([67])])
  ]

  /// The random stream.
  let stream: UInt32

  var attributes: String { "stream \(stream)" }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 1 else {
      throw TypeMismatch("`\(Self.name)` takes one operand, not \(operands.count)")
    }
    return operands[0]
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    for index in result.values.indices {
      result.values[index] = Philox.uniform(at: UInt64(index), stream: stream, key: step.random)
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] { [nil] }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .elementwise(.randomKeep, constant: 0, stream: stream)
  }
}
