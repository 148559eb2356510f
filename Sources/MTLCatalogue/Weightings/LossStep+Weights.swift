import Foundation

extension LossStep {
  /// The number of tasks that have a label in the batch.
  var presentCount: Int {
    var count = 0
    for isPresent in isPresent where isPresent { count += 1 }
    return count
  }

  /// Scales the weights of the tasks that have a label so that they add up to their number; 1 for each
  /// where that cannot be.
  mutating func normalizeWeights() {
    var sum = 0.0
    for task in 0..<count where isPresent[task] { sum += weights[task] }
    let factor = Double(presentCount) / sum
    let isPossible = sum > 0 && factor.isFinite
    for task in 0..<count where isPresent[task] {
      weights[task] = isPossible ? weights[task] * factor : 1
    }
  }

  /// Replaces the weights of the tasks that have a label by their softmax, times the number of them.
  mutating func formSoftmax() {
    var largest = -Double.infinity
    for task in 0..<count where isPresent[task] { largest = max(largest, weights[task]) }
    for task in 0..<count where isPresent[task] { weights[task] = exp(weights[task] - largest) }
    normalizeWeights()
  }
}

extension LossStep {
  /// One over a task's loss; 0 where the loss is too small.
  func inverseLoss(of task: Int) -> Double {
    losses[task] < TaskLosses.smallest ? 0 : 1 / losses[task]
  }

  /// The length of a vector, its inner product with the losses, and their length, over the tasks that
  /// have a label.
  func products(with vector: [Double]) -> (norm: Double, product: Double, size: Double) {
    var (squares, product, losses) = (0.0, 0.0, 0.0)
    for task in 0..<count where isPresent[task] {
      squares += vector[task] * vector[task]
      product += vector[task] * self.losses[task]
      losses += self.losses[task] * self.losses[task]
    }
    return (squares.squareRoot(), product, losses.squareRoot())
  }
}
