import MTLGraph

/// One lane of a value with a task axis: one task's gradient among all.
///
/// - Constraint (C1): the operand has a task axis with that lane.
/// - Gradient: the cotangent as that lane, zeros as the others.
struct SelectLane: Primitive {
  static let name = "select_lane"
  static let samples = [
    Sample(
      SelectLane(lane: 1), [TensorType(rows: RowSpace(0), dims: [.size(2)], lanes: 3)]),
    Sample(SelectLane(lane: 0), [TensorType(dims: [.size(5)], lanes: 2)]),
  ]

  /// The lane's index.
  let lane: Int

  var attributes: String { "\(lane)" }

  var actsAcrossLanes: Bool { true }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 1, let lanes = operands[0].lanes, 0..<lanes ~= lane else {
      throw TypeMismatch("there is no lane \(lane)")
    }
    return operands[0].withoutLanes
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let count = result.values.count
    result.values = Array(operands[0].values[lane * count..<(lane + 1) * count])
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    let type = graph.type(of: operands[0])
    let zeros = try graph.constant(0, type.withoutLanes)
    let lanes = (0..<(type.lanes ?? 1)).map { $0 == lane ? cotangent : zeros }
    return [try graph.emit(StackLanes(), lanes)]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering { .lane(lane) }
}
