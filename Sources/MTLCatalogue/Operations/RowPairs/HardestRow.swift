import MTLGraph

/// The number of the row of a batch that is hardest to tell rightly from each: of those of its class
/// the farthest other, or of those of other classes the nearest; the first of equals, -1 where there
/// is none.
///
/// A row whose class number is below 0 has no class, and is nobody's hardest.
///
/// - Constraint (C1): vectors `[rows, n]`, class numbers `[rows]`.
/// - Gradient: zero.
struct HardestRow: Primitive {
  static let name = "hardest_row"
  static let samples = [true, false].flatMap { isSameClass in
    [(6, 7, 3), (1, 1, 2), (19, 5, 2), (3, 4, 1)].map { width, rows, classes in
      Sample(
        HardestRow(isSameClass: isSameClass),
        [TensorType(rows: RowSpace(0), [width]), TensorType(rows: RowSpace(0), [])],
        rows: rows, classes: [1: classes])
    }
  }

  let isSameClass: Bool

  var attributes: String { isSameClass ? "of the class" : "of other classes" }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 2 else { throw TensorType.noRowPairs }
    try operands[0].checkRowPairs(with: operands[1])
    return operands[1]
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let pairs = RowPairs(operands[0], operands[1])
    for row in result.values.indices {
      let rivals = pairs.labelled.filter {
        $0 != row && pairs.labelled.contains(row) && pairs.haveOneClass(row, $0) == isSameClass
      }
      let sign = isSameClass ? -1.0 : 1
      let hardest = rivals.min {
        sign * pairs.squaredDistance(row, $0) < sign * pairs.squaredDistance(row, $1)
      }
      result.values[row] = hardest.map { Double($0) } ?? -1
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] { [nil, nil] }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    operands[0].lowering(to: isSameClass ? .farthestOfClass : .nearestOfOthers)
  }
}
