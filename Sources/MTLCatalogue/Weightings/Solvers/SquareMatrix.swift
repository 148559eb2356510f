/// A square matrix of a few rows, stored row by row; it may shrink and grow without new memory.
package struct SquareMatrix: Sendable {
  /// The number of rows.
  package private(set) var count: Int
  private var values: [Double]

  /// A matrix of zeros.
  package init(count: Int) {
    self.count = count
    values = Array(repeating: 0, count: count * count)
  }

  /// A matrix of some rows, each as long as there are rows.
  package init(_ rows: [[Double]]) {
    count = rows.count
    values = rows.flatMap(\.self)
  }

  package subscript(row: Int, column: Int) -> Double {
    get { values[row * count + column] }
    set { values[row * count + column] = newValue }
  }

  /// Gives it another number of rows, up to the first one; its elements are undefined then.
  package mutating func resize(to count: Int) {
    precondition(count * count <= values.count, "a matrix does not grow beyond its first size")
    self.count = count
  }

  /// The sum of the diagonal.
  package var trace: Double {
    var sum = 0.0
    for index in 0..<count { sum += self[index, index] }
    return sum
  }

  /// The Frobenius norm: the root of the sum of the squared elements.
  package var norm: Double {
    var sum = 0.0
    for row in 0..<count {
      for column in 0..<count { sum += self[row, column] * self[row, column] }
    }
    return sum.squareRoot()
  }

  /// The sum of a row.
  package func sum(row: Int) -> Double {
    var sum = 0.0
    for column in 0..<count { sum += self[row, column] }
    return sum
  }

  /// The product of a row and a vector, of which the first `count` elements are read.
  package func product(row: Int, _ vector: [Double]) -> Double {
    var sum = 0.0
    for column in 0..<count { sum += self[row, column] * vector[column] }
    return sum
  }

  /// The quadratic form `vᵀ M v` of the first `count` elements of a vector.
  package func form(_ vector: [Double]) -> Double {
    var sum = 0.0
    for row in 0..<count { sum += vector[row] * product(row: row, vector) }
    return sum
  }
}
