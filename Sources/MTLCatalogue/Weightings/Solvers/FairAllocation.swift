import Foundation

/// The weights from 0 on with `(G w)_i = w_i^(-1/alpha)`, by Newton's method.
///
/// They have the least `wᵀGw / 2 - sum F(w_i)` with `F' = w^(-1/alpha)`, a convex function. It is solved for
/// `x_i = w_i / s_i`, `s_i = G_ii^(-alpha / (1 + alpha))`, which is 1 for gradients at right angles, so that
/// their lengths play no part in how well it is solved: `M x = m x^(-1/alpha)`, `M_ij = s_i G_ij s_j`,
/// m the diagonal of M.
struct FairAllocation: Sendable {
  /// The weights that were found.
  private(set) var weights: [Double]
  private var scales: [Double]
  private var x: [Double]
  private var trial: [Double]
  private var slopes: [Double]
  private var steps: [Double]
  private var matrix: SquareMatrix
  private var curvature: SquareMatrix
  private var factors: Cholesky

  /// The share of the diagonal that is added to it, about what rounding leaves of it in single precision.
  private static let ridge = 1e-8

  /// Makes the memory for up to so many tasks.
  init(capacity: Int) {
    let zeros = Array(repeating: 0.0, count: capacity)
    (weights, scales, x, trial, slopes, steps) = (zeros, zeros, zeros, zeros, zeros, zeros)
    matrix = SquareMatrix(count: capacity)
    curvature = SquareMatrix(count: capacity)
    factors = Cholesky(capacity: capacity)
  }

  /// Finds the weights.
  ///
  /// Where the gradients cancel out these would be without end, and have a mean of `x` of 1 instead.
  mutating func solve(_ gram: SquareMatrix, alpha: Double) -> SolverOutcome {
    let exponent = 1 / alpha
    scale(gram, alpha)
    start(exponent)
    let outcome = search(exponent)
    var sum = 0.0
    for index in 0..<gram.count { sum += x[index] }
    let factor = outcome == .stationary ? Double(gram.count) / sum : 1
    for index in 0..<gram.count { weights[index] = factor * scales[index] * x[index] }
    return outcome
  }

  /// Scales the inner products, and adds the ridge.
  private mutating func scale(_ gram: SquareMatrix, _ alpha: Double) {
    let count = gram.count
    matrix.resize(to: count)
    curvature.resize(to: count)
    for row in 0..<count { scales[row] = pow(gram[row, row], -alpha / (1 + alpha)) }
    for row in 0..<count {
      for column in 0..<count {
        matrix[row, column] = scales[row] * gram[row, column] * scales[column]
      }
    }
    for row in 0..<count { matrix[row, row] *= 1 + Self.ridge }
  }

  /// Begins with the equal weights for which the equations hold in the sum.
  private mutating func start(_ exponent: Double) {
    var (total, diagonal) = (0.0, 0.0)
    for row in 0..<matrix.count {
      total += matrix.sum(row: row)
      diagonal += matrix[row, row]
    }
    let share = total > 1e-6 * diagonal ? diagonal / total : 1
    for row in 0..<matrix.count { x[row] = pow(share, 1 / (1 + exponent)) }
  }

  /// Takes steps until they are small, or the gradients are seen to cancel out.
  private mutating func search(_ exponent: Double) -> SolverOutcome {
    for _ in 0..<300 {
      var (form, length) = (0.0, 0.0)
      for row in 0..<matrix.count {
        let product = matrix.product(row: row, x)
        slopes[row] = product - matrix[row, row] * pow(x[row], -exponent)
        form += x[row] * product
        length += x[row] * matrix[row, row].squareRoot()
      }
      if !(form > 2 * Self.ridge * length * length) { return .stationary }
      findSteps(exponent)
      var largest = 0.0
      for row in 0..<matrix.count { largest = max(largest, abs(steps[row]) / x[row]) }
      guard advance(exponent) else { return largest <= 1e-6 ? .solved : .unfinished }
      if largest <= 1e-8 { return .solved }
    }
    return .unfinished
  }

  /// Newton's step.
  private mutating func findSteps(_ exponent: Double) {
    for row in 0..<matrix.count {
      for column in 0..<matrix.count { curvature[row, column] = matrix[row, column] }
      curvature[row, row] += matrix[row, row] * exponent * pow(x[row], -exponent - 1)
      steps[row] = -slopes[row]
    }
    _ = factors.factorize(curvature)
    factors.solve(&steps)
  }

  /// Goes along the step as far as x stays above 0 and the function falls, which its slope shows: values
  /// that differ little would be lost in rounding.
  ///
  /// - Returns: Whether it falls anywhere.
  private mutating func advance(_ exponent: Double) -> Bool {
    var (descent, length) = (0.0, 1.0)
    for row in 0..<matrix.count {
      descent += slopes[row] * steps[row]
      if steps[row] < 0 { length = min(length, -0.95 * x[row] / steps[row]) }
    }
    guard descent < 0 else { return false }
    for _ in 0..<60 {
      for row in 0..<matrix.count { trial[row] = x[row] + length * steps[row] }
      if slope(exponent) <= -0.1 * descent {
        for row in 0..<matrix.count { x[row] = trial[row] }
        return true
      }
      length /= 2
    }
    return false
  }

  /// The function's slope along the step at the trial.
  private func slope(_ exponent: Double) -> Double {
    var slope = 0.0
    for row in 0..<matrix.count {
      let wanted = matrix[row, row] * pow(trial[row], -exponent)
      slope += steps[row] * (matrix.product(row: row, trial) - wanted)
    }
    return slope
  }
}
