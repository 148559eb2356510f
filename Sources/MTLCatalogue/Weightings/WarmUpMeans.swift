/// The mean losses of the last epoch of a warm-up, against which later losses are measured.
///
/// It keeps, one after another: the sums and the numbers of the epoch's losses, and the means that it
/// has found. A batch without a label of a task does not count for its mean; a task without one in all
/// of the epoch takes its first loss after it.
struct WarmUpMeans: Hashable, Sendable {
  /// The number of epochs.
  let epochs: Int

  /// How long the warm-up lasts.
  var length: Duration { Duration(Double(epochs), .epoch) }

  static func stateCount(tasks: Int) -> Int { 3 * tasks }

  /// Takes a step's losses in; answers whether the warm-up is over.
  func update(_ step: inout LossStep) -> Bool {
    let (counts, means) = (step.count, 2 * step.count)
    if step.isEpochStart, step.epoch == epochs {
      for task in 0..<step.count {
        step.state[means + task] = step.state[task] / max(step.state[counts + task], 1)
      }
    }
    if step.isEpochStart {
      for index in 0..<means { step.state[index] = 0 }
    }
    guard step.epoch < epochs else {
      for task in 0..<step.count where step.isPresent[task] && step.state[means + task] <= 0 {
        step.state[means + task] = step.losses[task]
      }
      return true
    }
    for task in 0..<step.count where step.isPresent[task] {
      step.state[task] += step.losses[task]
      step.state[counts + task] += 1
    }
    return false
  }

  /// The mean loss of a task; 0 while it has none.
  func mean(of task: Int, in step: LossStep) -> Double { step.state[2 * step.count + task] }
}
