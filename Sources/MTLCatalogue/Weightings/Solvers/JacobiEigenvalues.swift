/// The eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations.
///
/// Each rotation makes one element beside the diagonal 0; a few rounds over all of them leave the
/// eigenvalues on the diagonal.
struct JacobiEigenvalues: Sendable {
  /// The eigenvalues, in no order.
  private(set) var values: [Double]
  /// The eigenvectors of length 1, as columns in the order of the values.
  private(set) var vectors: SquareMatrix
  private var matrix: SquareMatrix

  /// Makes the memory for up to so many rows.
  init(capacity: Int) {
    values = Array(repeating: 0, count: capacity)
    vectors = SquareMatrix(count: capacity)
    matrix = SquareMatrix(count: capacity)
  }

  /// The largest eigenvalue.
  var largest: Double {
    var largest = -Double.infinity
    for index in 0..<matrix.count { largest = max(largest, values[index]) }
    return largest
  }

  /// What an eigenvalue that is 0 may come to: the matrix was computed in single precision.
  var noise: Double { 1.2e-7 * Double(matrix.count) * largest }

  /// The sum of the elements of an eigenvector.
  func sum(_ index: Int) -> Double {
    var sum = 0.0
    for row in 0..<vectors.count { sum += vectors[row, index] }
    return sum
  }

  /// Finds the eigenvalues and eigenvectors.
  ///
  /// - Returns: Whether nothing but rounding is left beside the diagonal.
  mutating func decompose(_ symmetric: SquareMatrix) -> Bool {
    let count = symmetric.count
    matrix.resize(to: count)
    vectors.resize(to: count)
    for row in 0..<count {
      for column in 0..<count {
        matrix[row, column] = symmetric[row, column]
        vectors[row, column] = row == column ? 1 : 0
      }
    }
    var isDiagonal = false
    for _ in 0..<60 where !isDiagonal { isDiagonal = !rotateAll() }
    for index in 0..<count { values[index] = matrix[index, index] }
    return isDiagonal
  }

  /// Makes each element beside the diagonal 0 in turn.
  ///
  /// - Returns: Whether any was not.
  private mutating func rotateAll() -> Bool {
    var largest = 0.0
    for index in 0..<matrix.count { largest = max(largest, abs(matrix[index, index])) }
    var isRotated = false
    for row in 0..<matrix.count {
      for column in row + 1..<max(matrix.count, row + 1)
      where abs(matrix[row, column]) > 1e-17 * largest {
        rotate(row, column)
        isRotated = true
      }
    }
    return isRotated
  }

  /// Turns two axes so that the element of both is 0.
  private mutating func rotate(_ p: Int, _ q: Int) {
    let ratio = (matrix[q, q] - matrix[p, p]) / (2 * matrix[p, q])
    let tangent = (ratio < 0 ? -1 : 1) / (abs(ratio) + (ratio * ratio + 1).squareRoot())
    let cosine = 1 / (tangent * tangent + 1).squareRoot()
    let sine = tangent * cosine
    let shift = tangent * matrix[p, q]
    let (first, second) = (matrix[p, p] - shift, matrix[q, q] + shift)
    for index in 0..<matrix.count {
      let (a, b) = (matrix[index, p], matrix[index, q])
      matrix[index, p] = cosine * a - sine * b
      matrix[index, q] = sine * a + cosine * b
      let (c, d) = (vectors[index, p], vectors[index, q])
      vectors[index, p] = cosine * c - sine * d
      vectors[index, q] = sine * c + cosine * d
    }
    for index in 0..<matrix.count {
      matrix[p, index] = matrix[index, p]
      matrix[q, index] = matrix[index, q]
    }
    matrix[p, p] = first
    matrix[q, q] = second
    matrix[p, q] = 0
    matrix[q, p] = 0
  }
}
