import MTLGraph

/// Values of one type as the lanes of a task axis: the cotangents of several tasks as one.
///
/// - Constraint (C1): at least one operand; all have one type, without a task axis.
/// - Gradient: each operand's lane of the cotangent.
struct StackLanes: Primitive {
  static let name = "stack_lanes"
  static let samples = [
    Sample(
      StackLanes(),
      [TensorType(rows: RowSpace(0), [2, 3]), TensorType(rows: RowSpace(0), [2, 3])]),
    Sample(StackLanes(), [.scalar, .scalar, .scalar]),
  ]

  var actsAcrossLanes: Bool { true }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard var result = operands.first, result.lanes == nil,
      operands.allSatisfy({ $0 == operands[0] })
    else {
      throw TypeMismatch("lanes are stacked from values of one type without a task axis")
    }
    result.lanes = operands.count
    return result
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
    for lane in operands.indices {
      cotangents.append(needed[lane] ? try graph.emit(SelectLane(lane: lane), cotangent) : nil)
    }
    return cotangents
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering { .stack }
}
