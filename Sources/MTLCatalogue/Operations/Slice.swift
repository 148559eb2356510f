import MTLGraph

/// A part of a flat vector under dimensions of its own: one parameter among all of them.
///
/// - Constraint (C1): the operand is `[n]` without rows and holds the part.
/// - Gradient: the cotangent in its place, zeros elsewhere.
struct Slice: Primitive {
  static let name = "slice"
  static let samples = [Sample(Slice(offset: 2, dims: [2, 3]), [TensorType([10])])]

  /// The part's first element.
  let offset: Int
  let dims: [Int]

  var attributes: String { "at \(offset), \(dims)" }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 1, operands[0].rows == nil, operands[0].dims.count == 1,
      offset >= 0, offset + dims.reduce(1, *) <= operands[0].elementsPerRow
    else {
      throw TypeMismatch("a slice takes a flat vector that holds it")
    }
    return TensorType(dims)
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    result.values = Array(operands[0].values[offset..<offset + result.values.count])
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    let length = graph.type(of: operands[0]).elementsPerRow
    return [try graph.emit(Pack(offsets: [offset], length: length), cotangent)]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .alias(offset: offset)
  }
}
