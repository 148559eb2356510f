import Foundation
import MTLGraph

/// Learns weights under which all losses fall at one rate, from what each step did to them.
struct FastAdaptiveOptimization: HindsightWeighting {
  static let name = "famo"
  static let summary =
    "Learns weights under which all losses fall at one rate, from what each step did to them"
  static let details = """
    `K * c * sum z_i * log(L_i)` is minimised with `z = softmax(s)` and `c = 1 / sum (z_i / L_i)`, K the number \
    of tasks that have a label in the batch (Liu et al., NeurIPS 2023); the paper lacks the K, which makes the \
    weights `K * c * z_i / L_i` add up to K. After the step the losses of the same batch are computed once more, \
    and s goes down the gradient of `sum z_i * d_i`, `d_i` how far the logarithm of the loss has fallen, by Adam \
    with the rate `learning_rate` and the decay `decay` on s (paper, LibMTL and TorchJD 0.001, the official \
    class 0.00001). The second pass has the same dropped elements and does not touch running statistics; in \
    LibMTL and the official code it draws new ones and counts the batch twice. A task without a label leaves its \
    s alone. A loss below 1e-8 counts as this and weighs 0; it makes the others' weights small. Losses have to \
    be positive, the lower bounds of the paper are 0. The authors bound the gradient by a norm of 1, which with \
    the factor K is one of K: `clip norm(2)` for two tasks. One backward pass and one more forward pass; 4 K \
    numbers of state.
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "learning_rate", .number(.positive), default: .float(0.025), "how fast the weights move"),
    .named(
      "decay", .number(.nonNegative), default: .float(0.001),
      "how strongly the weights are drawn to each other"),
  ]
  static let requirement = LossRequirement.positive
  static let growsNearZero = true
  static let advice = """
    For losses that are to shrink in the same proportion, without a gradient for each task.
    """
  static let example = "weighting famo(learning_rate: 0.01)"
  static let laws: Set<WeightingLaw> = [.oneTask, .permutation, .ownScale]
  static let rateParameter: String? = "learning_rate"

  let learningRate: Double
  let decay: Double

  init(_ arguments: Arguments) {
    learningRate = arguments.number("learning_rate")
    decay = arguments.number("decay")
  }

  func combine(
    _ losses: TaskLosses, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let logits = try builder.graph.slice(state(of: losses, builder), at: 0, dims: [losses.count])
    let shares = try builder.shares(logits, of: losses)
    let ratios = try builder.graph.divide(shares, builder.positiveLosses(losses))
    // Where no task has a label the sum is 0.
    let sum = try builder.graph.emit(
      MaximumConstant(constant: 1e-30), builder.graph.sum(ratios, to: .scalar))
    let scale = try builder.graph.divide(builder.presentCount(of: losses), sum)
    let logarithm = try builder.graph.sum(
      builder.graph.multiply(shares, builder.logarithms(of: losses)), to: .scalar)
    return try builder.graph.multiply(
      builder.graph.emit(StopGradient(), scale), logarithm)
  }

  func learn(
    from losses: TaskLosses, after: Value, in builder: ModelBuilder
  ) throws(TypeMismatch) {
    let state = state(of: losses, builder)
    let solver = HindsightSolver(
      learningRate: learningRate, decay: decay, tasks: losses.count)
    builder.assign(
      state,
      try builder.graph.emit(Solve(solver), [losses.values, after, losses.presence, state]))
  }

  /// The logits, the moments of their gradients, and how often each has moved.
  private func state(of losses: TaskLosses, _ builder: ModelBuilder) -> Value {
    builder.state("logits_and_moments", [.size(4 * losses.count)], .constant(0))
  }
}

/// Moves the logits of weights along what a step did to the losses.
///
/// Operands: the losses before and after the step, their presence, the state. Result: the next state.
struct HindsightSolver: SmallSolver {
  let learningRate: Double
  let decay: Double
  let tasks: Int

  private static var firstDecay: Double { 0.9 }
  private static var secondDecay: Double { 0.999 }

  var name: String { "hindsight" }
  var resultCount: Int { 4 * tasks }

  /// The tasks' shares, and how far the logarithm of each loss has fallen.
  struct Workspace {
    var shares: [Double]
    var falls: [Double]
  }

  func accepts(_ operandCounts: [Int]) -> Bool {
    operandCounts == [tasks, tasks, tasks, 4 * tasks]
  }

  func makeWorkspace() -> Workspace {
    let zeros = Array(repeating: 0.0, count: tasks)
    return Workspace(shares: zeros, falls: zeros)
  }

  func solve(
    _ operands: [[Double]], into result: inout [Double], random: RandomKey,
    workspace: inout Workspace
  ) {
    for index in 0..<4 * tasks { result[index] = operands[3][index] }
    var largest = -Double.infinity
    for task in 0..<tasks where operands[2][task] > 0 {
      largest = max(largest, operands[3][task])
    }
    var sum = 0.0
    for task in 0..<tasks {
      let isPresent = operands[2][task] > 0
      workspace.shares[task] = isPresent ? exp(operands[3][task] - largest) : 0
      sum += workspace.shares[task]
      let before = max(operands[0][task], TaskLosses.smallest)
      workspace.falls[task] = log(before / max(operands[1][task], TaskLosses.smallest))
    }
    guard sum > 0 else { return }
    var mean = 0.0
    for task in 0..<tasks where operands[2][task] > 0 {
      workspace.shares[task] /= sum
      mean += workspace.shares[task] * workspace.falls[task]
    }
    for task in 0..<tasks where operands[2][task] > 0 {
      let slope = workspace.shares[task] * (workspace.falls[task] - mean)
      move(task, along: slope + decay * result[task], in: &result)
    }
  }

  /// A step of Adam.
  private func move(_ task: Int, along gradient: Double, in state: inout [Double]) {
    let (first, second, count) = (tasks + task, 2 * tasks + task, 3 * tasks + task)
    state[count] += 1
    state[first] += (1 - Self.firstDecay) * (gradient - state[first])
    state[second] += (1 - Self.secondDecay) * (gradient * gradient - state[second])
    let mean = state[first] / (1 - pow(Self.firstDecay, state[count]))
    let square = state[second] / (1 - pow(Self.secondDecay, state[count]))
    state[task] -= learningRate * mean / (square.squareRoot() + 1e-8)
  }
}
