import MTLGraph

/// Numbers at the first place that has them, -1 at all others: each row of a table once.
///
/// - Constraint (C1): numbers and, of the same type, their first places as `FirstPlaces` finds them.
struct KeepFirst: PrimitiveWithoutGradient {
  static let name = "keep_first"
  static let samples = [
    Sample(
      KeepFirst(), [TensorType(rows: RowSpace(0), [2]), TensorType(rows: RowSpace(0), [2])],
      rows: 4, classes: [0: 5, 1: 8]),
    Sample(
      KeepFirst(), [TensorType(rows: RowSpace(0), []), TensorType(rows: RowSpace(0), [])],
      rows: 1, classes: [0: 3, 1: 1]),
  ]

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 2, operands[0] == operands[1] else {
      throw TypeMismatch("each number has a first place")
    }
    return operands[0]
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    for (place, number) in operands[0].values.enumerated() {
      result.values[place] = operands[1].values[place] == Double(place) ? number : -1
    }
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(.keepFirst(places: result.places))
  }
}
