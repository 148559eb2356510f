/// A tensor of the plain evaluation: concrete shape (the rows first, where there is a batch axis) and
/// `Double` values, row-major.
package struct ReferenceTensor: Sendable, Equatable {
  package let shape: [Int]
  /// Whether the first axis is the batch's; a bias of 3 over 3 rows looks like one number for each.
  package let hasRows: Bool
  package var values: [Double]

  /// Creates a tensor of values in row-major order.
  package init(shape: [Int], values: [Double], hasRows: Bool = false) {
    precondition(
      shape.reduce(1, *) == values.count, "\(shape) does not hold \(values.count) values")
    self.shape = shape
    self.values = values
    self.hasRows = hasRows
  }

  /// A tensor of equal values.
  package init(shape: [Int], repeating value: Double = 0, hasRows: Bool = false) {
    self.init(
      shape: shape, values: Array(repeating: value, count: shape.reduce(1, *)), hasRows: hasRows)
  }

  /// The length of the last axis; 1 for a scalar.
  package var lastDim: Int { shape.last ?? 1 }

  /// The number of vectors along the last axis.
  package var vectorCount: Int { lastDim == 0 ? 0 : values.count / lastDim }
}

/// What an evaluation may know of the step that it belongs to.
package struct ReferenceStep: Sendable {
  package let rowCounts: [Int]
  package let random: RandomKey

  package init(rowCounts: [Int], random: RandomKey = RandomKey(seed: 0, step: 0)) {
    self.rowCounts = rowCounts
    self.random = random
  }
}
