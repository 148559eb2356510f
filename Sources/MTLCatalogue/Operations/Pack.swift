import MTLGraph

/// Values laid one after another into a flat vector, zeros between them: all gradients as one.
///
/// - Constraint (C1): operands without rows that do not overlap and end before `length`.
/// - Gradient: each operand's slice of the cotangent.
package struct Pack: Primitive {
  package static let name = "pack"
  package static let samples = [
    Sample(Pack(offsets: [1, 8], length: 12), [TensorType([2, 3]), TensorType([4])])
  ]

  /// The first element of each operand in the result, ascending.
  let offsets: [Int]
  let length: Int

  /// Creates the packing of values at offsets into a vector of a length.
  package init(offsets: [Int], length: Int) {
    self.offsets = offsets
    self.length = length
  }

  package var attributes: String { "\(offsets.count) parts, length \(length)" }

  package func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
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

  package func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    for (operand, offset) in zip(operands, offsets) {
      result.values.replaceSubrange(offset..<offset + operand.values.count, with: operand.values)
    }
  }

  package func pullback(
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

  package func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .pack(offsets: offsets)
  }
}
