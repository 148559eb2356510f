import MTLGraph

/// Weights by how much each loss varies against its mean.
struct CoefficientOfVariation: RuleWeighting {
  static let name = "cov"
  static let summary = "Weights by how much each loss varies against its mean"
  static let details = """
    `w_i` is in proportion to the standard deviation of `r_i` over its mean, r the ratio of each loss to the \
    mean of those before it, both over all earlier steps, or with `decay` over the recent ones (Groenendijk \
    et al., WACV 2021). The weights of the K tasks that have a label in the batch add up to K (in the paper \
    to 1), and are 1 for a task with fewer than two losses so far. The variance has 1e-8 added to it. A \
    batch without a label leaves the task's moments alone. Losses have to be positive. One backward pass; 4 \
    K numbers of state.
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "decay", .number(NumberRange(0, 1, excludesLower: true, excludesUpper: true)),
      "the share of the moments that stays in a step; all steps count alike unless given")
  ]
  static let requirement = LossRequirement.positive
  static let advice = """
    For tasks of which some are soon done: a loss that no longer moves weighs little.
    """
  static let example = "weighting cov"
  static let laws: Set<WeightingLaw> = [.oneTask, .permutation]

  let rule: VariationRule

  init(_ arguments: Arguments) { rule = VariationRule(decay: arguments.optionalNumber("decay")) }
}

/// The deviation of the losses' ratios over their mean.
///
/// It keeps, one after another: the number of each task's losses, their mean, the mean of their ratios
/// to the earlier mean, and the sum (with a decay: the mean) of the ratios' squared deviations.
struct VariationRule: LossRule {
  let decay: Double?

  func stateCount(tasks: Int) -> Int { 4 * tasks }

  func weigh(_ step: inout LossStep, workspace: inout Void) {
    var (ready, sum) = (0.0, 0.0)
    for task in 0..<step.count where step.isPresent[task] && step.state[task] >= 2 {
      step.weights[task] = variation(of: task, in: step)
      ready += 1
      sum += step.weights[task]
    }
    for task in 0..<step.count where step.isPresent[task] {
      if step.state[task] >= 2 {
        let share = ready * step.weights[task] / sum
        step.weights[task] = share.isFinite ? share : 1
      }
      update(task, of: &step)
    }
  }

  private func variation(of task: Int, in step: LossStep) -> Double {
    let mean = step.state[2 * step.count + task]
    let squares = step.state[3 * step.count + task]
    let variance = decay == nil ? squares / step.state[task] : squares
    return (variance + 1e-8).squareRoot() / max(mean, TaskLosses.smallest)
  }

  private func update(_ task: Int, of step: inout LossStep) {
    let (means, ratios, squares) = (step.count, 2 * step.count, 3 * step.count)
    let isFirst = step.state[task] == 0
    step.state[task] += 1
    let kept = isFirst ? 0 : decay ?? 1 - 1 / step.state[task]
    let loss = step.losses[task]
    let earlier = isFirst ? loss : step.state[means + task]
    let ratio = earlier > 0 ? loss / earlier : 1
    let before = step.state[ratios + task]
    let after = kept * before + (1 - kept) * ratio
    let square = (ratio - before) * (ratio - after)
    let deviation = step.state[squares + task]
    step.state[squares + task] =
      decay == nil ? deviation + square : kept * deviation + (1 - kept) * square
    step.state[ratios + task] = after
    step.state[means + task] = kept * step.state[means + task] + (1 - kept) * loss
  }
}
