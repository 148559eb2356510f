import Foundation
import MTLGraph

/// A smooth maximum of the losses, which the largest ones lead.
struct SmoothTchebycheff: LossWeighting {
  static let name = "stch"
  static let summary = "A smooth maximum of the losses, which the largest ones lead"
  static let details = """
    K is the number of tasks that have a label in the batch (Lin et al., ICML 2024). With `scale: none` a \
    task weighs `K * w_i * softmax(w_i * L_i / (K * mu))`, which is `K^2` times the gradient of the paper's \
    `mu * log(sum exp(w_i / K * L_i / mu))` (TorchJD's `STCH` with weights 1 / K and ideal losses 0): that \
    of plain losses where all are equal. With `scale: warm_up`, LibMTL's form, losses are compared by the \
    logarithm of their ratio to a mean b, and a task weighs `K * w_i * softmax(w_i * log(L_i / b_i) / mu) / \
    L_i`; b is measured in the last of `warm_up` epochs, in which `sum log(L_i)` is minimised (LibMTL: four \
    epochs, and b in the next). A small `mu` is nearer to the maximum. In that form losses have to be \
    positive, and one below 1e-8 weighs 0. One backward pass; 3 K numbers of state with `warm_up`.
    """
  static let parameters: [ParameterDeclaration] = [
    TaskWeights.declaration,
    .named("mu", .number(.positive), default: .float(1), "how smooth the maximum is"),
    .named(
      "scale", .word(["none", "warm_up"]), default: .word("warm_up"),
      "whether losses are compared as they are or with what they were"),
    .named(
      "warm_up", .integer(1...1_000_000), default: .integer(4),
      "epochs after which the comparison begins"),
  ]
  static let advice = """
    For tasks that are to advance side by side, where `tchebycheff` jumps from one to another.
    """
  static let example = "weighting stch(mu: 0.5, warm_up: 2)"
  static let laws: Set<WeightingLaw> = [.permutation]

  let preferences: TaskWeights
  let smoothness: Double
  let reference: WarmUpMeans?

  init(_ arguments: Arguments) {
    preferences = TaskWeights(arguments["weights"])
    smoothness = arguments.number("mu")
    let isScaled = arguments.text("scale") != "none"
    reference = isScaled ? WarmUpMeans(epochs: arguments.integer("warm_up")) : nil
  }

  var requirement: LossRequirement { reference == nil ? .any : .positive }
  var warmUp: Duration? { reference?.length }

  func combine(
    _ losses: TaskLosses, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let rule = SmoothMaximumRule(
      preferences: preferences.values(for: losses), smoothness: smoothness, reference: reference)
    return try builder.weightedSum(of: losses, weights: builder.weights(of: losses, by: rule))
  }
}

/// The softmax of the losses, or of the logarithms of their ratios to earlier ones.
struct SmoothMaximumRule: LossRule {
  let preferences: [Double]
  let smoothness: Double
  let reference: WarmUpMeans?

  func stateCount(tasks: Int) -> Int {
    reference == nil ? 0 : WarmUpMeans.stateCount(tasks: tasks)
  }

  func weigh(_ step: inout LossStep, workspace: inout Void) {
    let isWarm = reference?.update(&step) ?? true
    if isWarm {
      for task in 0..<step.count {
        step.weights[task] = preferences[task] * size(of: task, in: step) / smoothness
      }
      step.formSoftmax()
    }
    for task in 0..<step.count where step.isPresent[task] {
      step.weights[task] *= preferences[task]
      if reference != nil { step.weights[task] *= step.inverseLoss(of: task) }
    }
  }

  /// What is compared of a task's loss.
  private func size(of task: Int, in step: LossStep) -> Double {
    guard let reference else { return step.losses[task] / Double(max(step.presentCount, 1)) }
    let mean = max(reference.mean(of: task, in: step), TaskLosses.smallest)
    return log(max(step.losses[task], TaskLosses.smallest) / mean)
  }
}
