/// The least value of `vᵀMv` over v above a lower bound, for a positive definite matrix M.
///
/// Elements are free, with slope `(M v)_i = 0`, or at their bound, with a slope from 0 on. All that are
/// on the wrong side change it at once; where that does not lessen their number for a while, the last
/// one alone does, which ends for certain (Júdice and Pires, 1994).
struct LowerBoundProgram: Sendable {
  /// Where the value is least.
  private(set) var solution: [Double]
  private var slopes: [Double]
  private var isFree: [Bool]
  private var members: [Int] = []
  private var part: SquareMatrix
  private var factors: Cholesky
  private var values: [Double]

  /// What rounding leaves of an element or a slope.
  private static let precision = 1e-12

  /// Makes the memory for up to so many elements.
  init(capacity: Int) {
    let zeros = Array(repeating: 0.0, count: capacity)
    (solution, slopes, values) = (zeros, zeros, zeros)
    isFree = Array(repeating: false, count: capacity)
    part = SquareMatrix(count: capacity)
    factors = Cholesky(capacity: capacity)
    members.reserveCapacity(capacity)
  }

  /// Finds the solution for bounds of which the first `count` elements are read.
  ///
  /// - Returns: Whether every element is on its side.
  mutating func minimize(_ matrix: SquareMatrix, above bounds: [Double]) -> Bool {
    let count = matrix.count
    for index in 0..<count { isFree[index] = false }
    var (fewest, trials) = (count + 1, 3)
    for _ in 0..<100 + 20 * count {
      place(matrix, bounds)
      let wrong = wrongSides(matrix, bounds)
      guard wrong.count > 0 else {
        for index in 0..<count { solution[index] = max(solution[index], bounds[index]) }
        return true
      }
      if wrong.count < fewest {
        (fewest, trials) = (wrong.count, 3)
      } else {
        trials -= 1
      }
      for index in trials >= 0 ? 0..<count : wrong.last..<wrong.last + 1
      where isWrong(index, matrix, bounds) { isFree[index].toggle() }
    }
    for index in 0..<count { solution[index] = max(solution[index], bounds[index]) }
    return false
  }

  /// Solves for the free elements, the others at their bounds, and finds all slopes.
  private mutating func place(_ matrix: SquareMatrix, _ bounds: [Double]) {
    members.removeAll(keepingCapacity: true)
    for index in 0..<matrix.count {
      solution[index] = isFree[index] ? 0 : bounds[index]
      if isFree[index] { members.append(index) }
    }
    part.resize(to: members.count)
    for (row, index) in members.enumerated() {
      values[row] = -matrix.product(row: index, solution)
      for (column, other) in members.enumerated() { part[row, column] = matrix[index, other] }
    }
    _ = factors.factorize(part)
    factors.solve(&values)
    for (row, index) in members.enumerated() { solution[index] = values[row] }
    for index in 0..<matrix.count { slopes[index] = matrix.product(row: index, solution) }
  }

  /// How many elements are on the wrong side, and the last of them.
  private func wrongSides(
    _ matrix: SquareMatrix, _ bounds: [Double]
  ) -> (count: Int, last: Int) {
    var (count, last) = (0, 0)
    for index in 0..<matrix.count where isWrong(index, matrix, bounds) {
      (count, last) = (count + 1, index)
    }
    return (count, last)
  }

  /// Whether an element is free below its bound, or at its bound with a slope below 0.
  private func isWrong(_ index: Int, _ matrix: SquareMatrix, _ bounds: [Double]) -> Bool {
    var size = 0.0
    for other in 0..<matrix.count { size = max(size, abs(solution[other])) }
    return isFree[index]
      ? solution[index] < bounds[index] - Self.precision * size
      : slopes[index] < -Self.precision * size * matrix[index, index].squareRoot()
        * matrix.trace.squareRoot()
  }
}
