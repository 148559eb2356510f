/// Systems of linear equations with a positive definite matrix, by Cholesky's factors.
package struct Cholesky: Sendable {
  /// The lower triangle L of `M = L Lᵀ`.
  private var factor: SquareMatrix

  /// Makes the memory for up to so many equations.
  package init(capacity: Int) { factor = SquareMatrix(count: capacity) }

  /// Factors a matrix; a pivot that rounding has made too small for its row is raised to that size.
  ///
  /// - Returns: Whether no pivot had to be raised.
  package mutating func factorize(_ matrix: SquareMatrix) -> Bool {
    let count = matrix.count
    var isDefinite = true
    factor.resize(to: count)
    for row in 0..<count {
      for column in 0...row {
        var sum = matrix[row, column]
        for index in 0..<column { sum -= factor[row, index] * factor[column, index] }
        if row == column {
          let smallest = 1e-15 * matrix[row, row]
          if !(sum > smallest) { isDefinite = false }
          factor[row, row] = max(sum, smallest, 1e-300).squareRoot()
        } else {
          factor[row, column] = sum / factor[column, column]
        }
      }
    }
    return isDefinite
  }

  /// Solves `M x = b` for the matrix that was factored; `x` holds b before and the solution after.
  package func solve(_ x: inout [Double]) {
    for row in 0..<factor.count {
      for index in 0..<row { x[row] -= factor[row, index] * x[index] }
      x[row] /= factor[row, row]
    }
    for row in (0..<factor.count).reversed() {
      for index in row + 1..<max(factor.count, row + 1) { x[row] -= factor[index, row] * x[index] }
      x[row] /= factor[row, row]
    }
  }
}
