import MTLGraph

/// For each number the first place of the batch that has it too; -1 for a number that is no row of the table.
///
/// What is read of a table at several places is one row: this says which of them stands for it.
///
/// - Constraint (C1): numbers of any shape; places are counted row by row, as they lie in memory.
struct FirstPlaces: PrimitiveWithoutGradient {
  static let name = "first_places"
  static let samples = [
    Sample(FirstPlaces(entries: 4), [TensorType(rows: RowSpace(0), [2])], rows: 5, classes: [0: 6]),
    Sample(FirstPlaces(entries: 9), [TensorType(rows: RowSpace(0), [])], rows: 7, classes: [0: 9]),
    Sample(
      FirstPlaces(entries: 1), [TensorType(rows: RowSpace(0), [1, 3])], rows: 1, classes: [0: 2]),
  ]

  /// The most places that can be told apart: each stands as a number of 24 bits.
  package static let placeLimit = 1 << 24

  /// The number of rows of the table.
  let entries: Int

  var attributes: String { "\(entries) rows" }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 1 else { throw TypeMismatch("the places of one value are looked for") }
    return operands[0]
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    var firsts: [Int: Int] = [:]
    for (place, number) in operands[0].values.enumerated() {
      guard let row = classNumber(number, below: entries) else {
        result.values[place] = -1
        continue
      }
      let first = firsts[row] ?? place
      firsts[row] = first
      result.values[place] = Double(first)
    }
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(.firstPlaces(places: operands[0].places, entries: entries))
  }
}
