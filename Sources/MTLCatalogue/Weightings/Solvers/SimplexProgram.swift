/// The least value of `wᵀGw / 2 + hᵀw` over weights from 0 on that sum to 1, by Wolfe's algorithm (1976).
///
/// Some tasks, the members, carry the weights. The task along which the value falls most joins them; they
/// go to the least value on their plane, or as far as weights stay from 0 on, where one leaves. The
/// linear part must be linear in the gradients too, as `h_i = <g_i, v>` is.
struct SimplexProgram: Sendable {
  /// The weights that were found, the members' alone not 0.
  private(set) var weights: [Double]
  private var members: [Int] = []
  private var slopes: [Double]
  private var former: [Double]
  private var plane: SquareMatrix
  private var factors: Cholesky
  private var steps: [Double]

  /// What rounding leaves of a slope, and the share that is too much for a solution.
  private static let (precision, tolerance) = (1e-13, 1e-6)

  /// Makes the memory for up to so many tasks.
  init(capacity: Int) {
    let zeros = Array(repeating: 0.0, count: capacity)
    (weights, slopes, former, steps) = (zeros, zeros, zeros, zeros)
    plane = SquareMatrix(count: capacity)
    factors = Cholesky(capacity: capacity)
    members.reserveCapacity(capacity)
  }

  /// Finds the weights, from the shortest gradient on or from the weights that were found before.
  ///
  /// - Returns: Whether no task is left along which the value falls.
  mutating func minimize(
    _ gram: SquareMatrix, _ linear: [Double], continues: Bool = false
  ) -> Bool {
    if continues { settle(gram, linear) } else { start(gram) }
    var value = evaluate(gram, linear)
    for _ in 0..<100 + 20 * gram.count {
      guard let task = steepest(gram, linear, Self.precision) else { return true }
      for row in 0..<gram.count { former[row] = weights[row] }
      members.append(task)
      settle(gram, linear)
      let next = evaluate(gram, linear)
      guard next < value else {
        restore(gram.count)
        _ = evaluate(gram, linear)
        return steepest(gram, linear, Self.tolerance) == nil
      }
      value = next
    }
    return steepest(gram, linear, Self.tolerance) == nil
  }

  /// The shortest gradient alone.
  private mutating func start(_ gram: SquareMatrix) {
    var shortest = 0
    for task in 0..<gram.count {
      weights[task] = 0
      if gram[task, task] < gram[shortest, shortest] { shortest = task }
    }
    weights[shortest] = 1
    members.removeAll(keepingCapacity: true)
    members.append(shortest)
  }

  /// The weights before the last task joined.
  private mutating func restore(_ count: Int) {
    members.removeAll(keepingCapacity: true)
    for task in 0..<count {
      weights[task] = former[task]
      if weights[task] > 0 { members.append(task) }
    }
  }

  /// Computes the slopes `G w + h`.
  ///
  /// - Returns: The value.
  private mutating func evaluate(_ gram: SquareMatrix, _ linear: [Double]) -> Double {
    var value = 0.0
    for task in 0..<gram.count {
      var slope = 0.0
      for member in members { slope += gram[task, member] * weights[member] }
      value += weights[task] * (slope / 2 + linear[task])
      slopes[task] = slope + linear[task]
    }
    return value
  }

  /// The task whose slope lies furthest below the mean slope, by more than a share of what it is the sum of.
  private func steepest(
    _ gram: SquareMatrix, _ linear: [Double], _ share: Double
  ) -> Int? {
    var (mean, length, size) = (0.0, 0.0, 0.0)
    for member in members {
      mean += weights[member] * slopes[member]
      length += weights[member] * gram[member, member].squareRoot()
      size += weights[member] * abs(linear[member])
    }
    var (steepest, largest): (Int?, Double) = (nil, share)
    for task in 0..<gram.count where weights[task] == 0 {
      let norm = gram[task, task].squareRoot()
      let fall = mean - slopes[task]
      let scale = (norm + length) * length + abs(linear[task]) + size
      if fall > largest * scale { (steepest, largest) = (task, fall / scale) }
    }
    return steepest
  }

  /// Goes to the least value on the members' plane; those whose weight would fall below 0 leave.
  private mutating func settle(_ gram: SquareMatrix, _ linear: [Double]) {
    while members.count > 1 {
      _ = evaluate(gram, linear)
      findSteps(gram)
      var (length, blocking): (Double, Int?) = (1, nil)
      for (index, task) in members.enumerated() where steps[index] < 0 {
        let limit = -weights[task] / steps[index]
        if limit < length { (length, blocking) = (limit, index) }
      }
      for (index, task) in members.enumerated() {
        weights[task] = max(0, weights[task] + length * steps[index])
      }
      guard let blocking else { return }
      weights[members[blocking]] = 0
      members.remove(at: blocking)
    }
    weights[members[0]] = 1
  }

  /// The steps to the least value on the members' plane, in the differences to the shortest member:
  /// `D s = -(slopes - slope of the shortest)` with `D_jk = <g_j - g_r, g_k - g_r>`.
  private mutating func findSteps(_ gram: SquareMatrix) {
    let last = members.count - 1
    var shortest = last
    for index in 0..<last
    where gram[members[index], members[index]] < gram[members[shortest], members[shortest]] {
      shortest = index
    }
    members.swapAt(shortest, last)
    let origin = members[last]
    plane.resize(to: last)
    for row in 0..<last {
      let task = members[row]
      for column in 0..<last {
        let other = members[column]
        plane[row, column] =
          gram[task, other] - gram[task, origin] - gram[other, origin] + gram[origin, origin]
      }
      steps[row] = slopes[origin] - slopes[task]
    }
    _ = factors.factorize(plane)
    factors.solve(&steps)
    var sum = 0.0
    for row in 0..<last { sum += steps[row] }
    steps[last] = -sum
  }
}
