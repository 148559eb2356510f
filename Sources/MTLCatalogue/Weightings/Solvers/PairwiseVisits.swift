import MTLGraph

/// A gradient that meets those of the other tasks in random order, as coefficients: `v = sum c_k g_k`.
///
/// The weights are the sums of the coefficients of all tasks' gradients.
struct PairwiseVisits: Sendable {
  /// The tasks in the order in which they are met.
  private(set) var order: [Int] = []
  /// The coefficients of the gradient that is being changed.
  var coefficients: [Double]

  /// Makes the memory for up to so many tasks.
  init(capacity: Int) {
    coefficients = Array(repeating: 0, count: capacity)
    order.reserveCapacity(capacity)
  }

  /// Sets the weights to 0.
  mutating func begin(_ problem: inout GramProblem) {
    order.removeAll(keepingCapacity: true)
    for task in 0..<problem.count {
      problem.weights[task] = 0
      order.append(task)
    }
  }

  /// Begins with a task's own gradient, and draws the order of the others.
  mutating func start(_ task: Int, _ problem: inout GramProblem) {
    for index in 0..<problem.count { coefficients[index] = index == task ? 1 : 0 }
    problem.random.shuffle(&order, 0..<problem.count)
  }

  /// Adds the coefficients to the weights.
  func finish(_ problem: inout GramProblem) {
    for index in 0..<problem.count { problem.weights[index] += coefficients[index] }
  }

  /// The inner product with a task's own gradient.
  func product(with task: Int, _ gram: SquareMatrix) -> Double {
    gram.product(row: task, coefficients)
  }
}
