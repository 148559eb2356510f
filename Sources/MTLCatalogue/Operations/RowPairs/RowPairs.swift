import MTLGraph

/// The rows of a batch, compared with each other, for plain evaluation.
struct RowPairs {
  private let vectors: ReferenceTensor
  private let classes: [Double]
  /// The rows that have a class.
  let labelled: [Int]

  init(_ vectors: ReferenceTensor, _ classes: ReferenceTensor) {
    self.vectors = vectors
    self.classes = classes.values
    labelled = classes.values.indices.filter { classes.values[$0] >= 0 }
  }

  private func vector(_ row: Int) -> ArraySlice<Double> {
    vectors.values[row * vectors.lastDim..<(row + 1) * vectors.lastDim]
  }

  /// Whether two rows have one class.
  func haveOneClass(_ row: Int, _ other: Int) -> Bool { classes[row] == classes[other] }

  /// The scalar product of two rows.
  func product(_ row: Int, _ other: Int) -> Double {
    zip(vector(row), vector(other)).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The square of the distance of two rows.
  func squaredDistance(_ row: Int, _ other: Int) -> Double {
    zip(vector(row), vector(other)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }

  /// Adds a multiple of a row to a row of a result.
  func add(_ other: Int, times factor: Double, to row: Int, of result: inout ReferenceTensor) {
    for (column, element) in vector(other).enumerated() {
      result.values[row * vectors.lastDim + column] += factor * element
    }
  }
}

extension TensorType {
  /// Neither vectors nor class numbers of a batch.
  static let noRowPairs = TypeMismatch("the rows of a batch are compared as vectors with classes")

  /// Checks that this is a vector for each row of a batch, and the other a class number for each.
  func checkRowPairs(with classes: TensorType) throws(TypeMismatch) {
    guard rows != nil, dims.count == 1, classes.rows == rows, classes.dims.isEmpty else {
      throw TensorType.noRowPairs
    }
  }

  /// The kernel that compares the rows of such vectors.
  func lowering(to comparison: RowComparison) -> Lowering {
    .kernel(.rowPairs(comparison, rows: vectors, columns: dims.last?.size ?? 0))
  }
}
