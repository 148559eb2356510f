import MTLGraph

/// Weights by how slowly each loss has gone down.
struct DynamicWeightAverage: RuleWeighting {
  static let name = "dwa"
  static let summary = "Weights by how slowly each loss has gone down"
  static let details = """
    What has gone down least weighs most: `w = K * softmax(r / temperature)`, r the ratio of the mean losses of \
    the last two epochs; 1 in the first two epochs (Liu, Johns and Davison, CVPR 2019). K is the number of tasks \
    that have a label in the batch, and the softmax is over them; a batch without a label of a task does not \
    count for its mean, nor such an epoch. LibMTL does the same; others take windows of 25 steps for epochs. \
    Losses have to be positive. One backward pass; 4 K + 1 numbers of state.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("temperature", .number(.positive), default: .float(2), "how even the weights are")
  ]
  static let advice = """
    Where some tasks are learnt within a few epochs and others slowly; it looks at epochs, so a run should \
    have many.
    """
  static let requirement = LossRequirement.positive
  static let example = "weighting dwa(temperature: 2)"
  static let laws: Set<WeightingLaw> = [.oneTask, .permutation]

  let rule: LossRatioRule

  init(_ arguments: Arguments) {
    rule = LossRatioRule(temperature: arguments.number("temperature"))
  }

  /// It compares the last two epochs.
  var warmUp: Duration? { Duration(2, .epoch) }
}

/// The softmax of the ratios of the last two epochs' mean losses.
///
/// It keeps, one after another: the sums and the numbers of this epoch's losses, the means of the last
/// epoch and of the one before, and the number of epochs that have ended.
struct LossRatioRule: LossRule {
  let temperature: Double

  func stateCount(tasks: Int) -> Int { 4 * tasks + 1 }

  func weigh(_ step: inout LossStep, workspace: inout Void) {
    let (counts, last, former) = (step.count, 2 * step.count, 3 * step.count)
    let epochs = 4 * step.count
    if step.isEpochStart, step.step > 0 {
      // An epoch without a label of a task tells nothing of its loss.
      for task in 0..<step.count where step.state[counts + task] > 0 {
        step.state[former + task] = step.state[last + task]
        step.state[last + task] = step.state[task] / step.state[counts + task]
        step.state[task] = 0
        step.state[counts + task] = 0
      }
      step.state[epochs] += 1
    }
    for task in 0..<step.count where step.isPresent[task] {
      step.state[task] += step.losses[task]
      step.state[counts + task] += 1
    }
    guard step.state[epochs] >= 2 else { return }
    for task in 0..<step.count {
      let ratio = step.state[last + task] / step.state[former + task]
      step.weights[task] = ratio.isFinite ? ratio / temperature : 1 / temperature
    }
    step.formSoftmax()
  }
}
