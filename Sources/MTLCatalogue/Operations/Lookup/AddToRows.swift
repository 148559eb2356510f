import MTLGraph

/// A table of zeros with vectors added to the rows that numbers stand for: the gradient of looking up.
///
/// Vectors are added in the order of the batch, so that the sum of a row does not depend on how the
/// work is divided. A number that is no row of the table adds nothing.
///
/// - Constraint (C1): numbers of any shape, and a vector for each.
struct AddToRows: PrimitiveWithoutGradient {
  static let name = "add_to_rows"
  static let samples = [
    Sample(
      AddToRows(.table(5)),
      [TensorType(rows: RowSpace(0), [1]), TensorType(rows: RowSpace(0), [1, 3])], classes: [0: 5]),
    Sample(
      AddToRows(.table(3)),
      [TensorType(rows: RowSpace(0), [2]), TensorType(rows: RowSpace(0), [2, 1])], rows: 6,
      classes: [0: 4]),
    Sample(
      AddToRows(.batch),
      [TensorType(rows: RowSpace(0), []), TensorType(rows: RowSpace(0), [3])], rows: 5,
      classes: [0: 6]),
    Sample(
      AddToRows(.places),
      [TensorType(rows: RowSpace(0), [2]), TensorType(rows: RowSpace(0), [2, 3])], rows: 3,
      classes: [0: 7]),
  ]

  /// What the rows are that vectors are added to.
  enum Target: Hashable, Sendable {
    /// Those of a table of so many.
    case table(Int)
    /// Those of the batch.
    case batch
    /// The places of the numbers themselves.
    case places
  }

  let target: Target

  init(_ target: Target) { self.target = target }

  var attributes: String {
    switch target {
    case .table(let entries): "\(entries) rows"
    case .batch: "those of the batch"
    case .places: "their places"
    }
  }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 2, operands[0].rows == operands[1].rows,
      operands[0].dims == operands[1].dims.dropLast(), let width = operands[1].dims.last
    else {
      throw TypeMismatch("each number that is looked up has one vector")
    }
    return switch target {
    case .table(let entries): TensorType(rows: nil, dims: [.size(entries), width])
    case .batch: TensorType(rows: operands[0].rows, dims: [width])
    case .places: operands[1]
    }
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let width = result.lastDim
    for (place, number) in operands[0].values.enumerated() {
      guard let row = classNumber(number, below: result.vectorCount) else { continue }
      for column in 0..<width {
        result.values[row * width + column] += operands[1].values[place * width + column]
      }
    }
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(
      .addToRows(
        rows: operands[0].places, entries: result.vectors, width: result.dims.last?.size ?? 0))
  }
}
