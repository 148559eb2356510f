import Foundation
import MTLGraph

/// Weights that are drawn anew in every step.
struct RandomLossWeighting: RuleWeighting {
  static let name = "rlw"
  static let summary = "Weights that are drawn anew in every step"
  static let details = """
    Independent numbers for all tasks (Lin et al., TMLR 2022): `normal` around 0 with deviation 1, `uniform` \
    in 0 to 1, or `random_normal` with mean and deviation that are drawn once, each through a softmax; \
    `dirichlet`, even over all weights of one sum; `bernoulli`, 0 or 1 but not all 0; \
    `constrained_bernoulli`, 1 for a single task. The weights of the K tasks that have a label in the batch \
    add up to K; in the paper, LibMTL and TorchJD to 1, which divides the learning rate by K (those of LibMTL's \
    `dirichlet` go through a softmax once more, and its `bernoulli` is not divided by anything). The numbers \
    come from a random stream of its own, so that a run is repeated and resumed to the bit. One backward \
    pass; no state, but 2 K numbers with `random_normal`.
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "distribution", .word(LossDistribution.allCases.map(\.rawValue)), default: .word("normal"),
      "what the weights are drawn from")
  ]
  static let advice = """
    As a baseline beside `equal`: where it does as well as a scheme, the scheme's weights did not matter.
    """
  static let example = "weighting rlw(distribution: dirichlet)"
  static let laws: Set<WeightingLaw> = [.oneTask]

  let rule: RandomRule

  init(_ arguments: Arguments) {
    let distribution = arguments.text("distribution").flatMap { LossDistribution(rawValue: $0) }
    rule = RandomRule(distribution: distribution ?? .normal)
  }
}

/// What random weights are drawn from.
enum LossDistribution: String, CaseIterable, Sendable {
  case normal, uniform, dirichlet, bernoulli
  case constrainedBernoulli = "constrained_bernoulli"
  case randomNormal = "random_normal"
}

/// A number for each task from a distribution, the sum made that of ones.
///
/// For `random_normal` it keeps each task's mean and, behind them, its deviation.
struct RandomRule: LossRule {
  let distribution: LossDistribution

  func stateCount(tasks: Int) -> Int { distribution == .randomNormal ? 2 * tasks : 0 }

  func weigh(_ step: inout LossStep, workspace: inout Void) {
    switch distribution {
    case .normal:
      for task in 0..<step.count { step.weights[task] = step.random.normal() }
      step.formSoftmax()
    case .uniform:
      for task in 0..<step.count { step.weights[task] = step.random.uniform() }
      step.formSoftmax()
    case .randomNormal:
      drawMoments(&step)
      for task in 0..<step.count {
        step.weights[task] =
          step.state[task] + step.state[step.count + task] * step.random.normal()
      }
      step.formSoftmax()
    case .dirichlet:
      for task in 0..<step.count { step.weights[task] = -log(1 - step.random.uniform()) }
      step.normalizeWeights()
    case .bernoulli:
      for task in 0..<step.count { step.weights[task] = Double(step.random.below(2)) }
      while step.presentCount > 0, !hasWeight(step) {
        for task in 0..<step.count { step.weights[task] = Double(step.random.below(2)) }
      }
      step.normalizeWeights()
    case .constrainedBernoulli: chooseOne(&step)
    }
  }

  /// Draws means and deviations in the first step, in which all that is kept is 0.
  private func drawMoments(_ step: inout LossStep) {
    guard step.step == 0 else { return }
    for index in 0..<2 * step.count { step.state[index] = step.random.uniform() }
  }

  private func hasWeight(_ step: LossStep) -> Bool {
    for task in 0..<step.count where step.isPresent[task] && step.weights[task] > 0 {
      return true
    }
    return false
  }

  /// Chooses one of the tasks that have a label.
  private func chooseOne(_ step: inout LossStep) {
    guard step.presentCount > 0 else { return }
    var place = step.random.below(step.presentCount)
    for task in 0..<step.count where step.isPresent[task] {
      step.weights[task] = place == 0 ? 1 : 0
      place -= 1
    }
    step.normalizeWeights()
  }
}
