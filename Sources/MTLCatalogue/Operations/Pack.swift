import MTLGraph

/// Values laid one after another into a flat vector, zeros between them: all gradients as one.
///
/// - Constraint (C1): operands without rows that do not overlap and end before `length`.
/// - Gradient: each operand's slice of the cotangent.
struct Pack: Primitive {
  static let name = "pack"
  static let samples = [
    Sample(Pack(offsets: [1, 8], length: 12), [TensorType([2, 3]), TensorType([4])])
  ]

  /// The first element of each operand in the result, ascending.
  let offsets: [Int]
  let length: Int

  var attributes: String { "\(offsets.count) parts, length \(length)" }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    var end = 0
    for (operand, offset) in zip(operands, offsets) {
      guard operand.rows == nil, offset >= end else {
        throw TypeMismatch("the parts of a packed vector overlap or have rows")
      }
      end = offset + operand.elementsPerRow
    }
    guard operands.count == offsets.count, end <= length else {
      throw TypeMismatch("the parts of a packed vector do not fit its length of \(length)")
    }
    return TensorType([length])
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    for (operand, offset) in zip(operands, offsets) {
      result.values.replaceSubrange(offset..<offset + operand.values.count, with: operand.values)
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    var cotangents: [Value?] = []
    for (operand, offset) in zip(operands, offsets) {
      let dims = graph.type(of: operand).sizes ?? []
      cotangents.append(try graph.emit(Slice(offset: offset, dims: dims), cotangent))
    }
    return cotangents
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .pack(offsets: offsets)
  }
}
