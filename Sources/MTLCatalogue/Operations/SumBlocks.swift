import MTLGraph

/// Blocks of a row moved, repeated, left out or added up: what takes and pads, turns and enlarges.
///
/// Each block of the result is one block of the operand, or zeros; turned around, each is the sum of the
/// blocks that it went to.
///
/// - Constraint (C1): the operand has the movement's dimensions.
/// - Gradient: the same movement turned around.
struct SumBlocks: Primitive {
  static let name = "sum_blocks"
  static let samples = [
    BlockMovement(from: [2, 5], to: [2, 3], blockAxes: 0, rule: .part(axis: 1, first: 1)),
    BlockMovement(from: [3, 17], to: [4, 17], blockAxes: 1, rule: .take(axis: 0, [2, 0, 2, 1])),
    BlockMovement(from: [2, 3, 4], to: [3, 2, 4], blockAxes: 1, rule: .order([1, 0, 2])),
    BlockMovement(from: [2, 1], to: [4, 1], blockAxes: 1, rule: .pad([1])),
    BlockMovement(from: [1, 2, 3], to: [2, 4, 3], blockAxes: 1, rule: .repeat(2)),
    BlockMovement(from: [3], to: [2, 2, 3], blockAxes: 1, rule: .spread),
  ].flatMap { movement in
    [false, true].map { isTransposed in
      Sample(
        SumBlocks(movement: movement, isTransposed: isTransposed),
        [TensorType(rows: RowSpace(0), isTransposed ? movement.to : movement.from)])
    }
  }

  let movement: BlockMovement
  /// Whether blocks go back to where they come from.
  let isTransposed: Bool

  var attributes: String {
    "\(movement.rule) of \(movement.from) to \(movement.to)\(isTransposed ? ", back" : "")"
  }

  private var map: BlockMap { isTransposed ? movement.map.transposed : movement.map }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 1,
      operands[0].sizes == (isTransposed ? movement.to : movement.from)
    else {
      throw TypeMismatch("the blocks are not those of the value")
    }
    return TensorType(rows: operands[0].rows, isTransposed ? movement.from : movement.to)
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let map = map
    let size = map.blockSize
    let (from, to) = (map.sourceCount * size, map.targetCount * size)
    for row in 0..<(to == 0 ? 0 : result.values.count / to) {
      for target in 0..<map.targetCount {
        for source in map.sources(of: target) {
          for element in 0..<size {
            result.values[row * to + target * size + element] +=
              operands[0].values[row * from + Int(source) * size + element]
          }
        }
      }
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    [
      try graph.emit(SumBlocks(movement: movement, isTransposed: !isTransposed), cotangent)
    ]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(.sumBlocks(map, rows: Extent(1, rows: result.rows)))
  }
}
