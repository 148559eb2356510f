import Foundation
import MTLGraph

/// More weight for tasks that are far from their optimum, as their gradients' history estimates it.
struct ExcessRisk: RowWeighting {
  static let name = "excess_mtl"
  static let summary =
    "More weight for tasks that are far from their optimum, as their gradients' history tells"
  static let details = """
    `S_i = S_i + g_i²`, `e_i = sum g_i² / sqrt(S_i + 1e-7)`, `w_i` in proportion to `w_i exp(rate e_i / \
    e_i(0))`, their sum the number of tasks, `d = sum w_i g_i` (He et al., ICML 2024). For labels with noise \
    that cannot be learnt: a loss that stays high weighs no more. LibMTL's rate is 0.01, the paper's and \
    TorchJD's 1. `e_i(0)` is that of the first batch, as in LibMTL; the paper's three epochs of warm-up are not \
    there. LibMTL weighs the tasks' own parameters too, as `heads: weighted` does. It keeps a vector of the \
    shared parameters for each task; that and the weight of a task without a label stand still.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("rate", .number(.positive), default: .float(1), "how fast weights move"),
    GradientOptions.heads,
  ]
  static let example = "weighting excess_mtl(rate: 0.01)"

  let options: GradientOptions
  private let rule: ExcessRiskRule

  init(_ arguments: Arguments) {
    options = GradientOptions(arguments)
    rule = ExcessRiskRule(rate: arguments.number("rate"))
  }

  func combine(
    _ rows: GradientRows, in builder: ModelBuilder
  ) throws(TypeMismatch) -> CombinedRows {
    let squares = try builder.graph.emit(Square(), rows.values)
    let sums = builder.rowState("squares", builder.graph.type(of: rows.values))
    let next = try builder.graph.add(sums, squares)
    builder.assign(sums, next)
    let scale = try builder.graph.emit(
      ReciprocalSquareRoot(), builder.graph.offset(next, by: 1e-7))
    let excess = try builder.graph.vector(
      of: builder.graph.sum(builder.graph.multiply(squares, scale), to: .scalar))
    let weights = try builder.weights(of: rows.losses.with(excess), by: rule)
    let direction = try builder.graph.sumRows(
      builder.graph.scaleRows(rows.values, by: weights))
    return CombinedRows(direction: direction, weights: weights)
  }
}

/// Weights that grow with the excess risk; it keeps each task's first one, and the logarithm of its
/// weight.
struct ExcessRiskRule: LossRule {
  let rate: Double

  func stateCount(tasks: Int) -> Int { 2 * tasks }

  func weigh(_ step: inout LossStep, workspace: inout Void) {
    let before = logarithmOfSum(step)
    for task in 0..<step.count where step.isPresent[task] {
      let excess = step.losses[task]
      if step.state[task] == 0 { step.state[task] = excess }
      if step.state[task] > 0 {
        step.state[step.count + task] += rate * excess / step.state[task]
      }
    }
    // Tasks that take part share what they had, so that others keep their weight.
    let growth = logarithmOfSum(step) - before
    for task in 0..<step.count where step.isPresent[task] {
      step.state[step.count + task] -= growth
      step.weights[task] = step.state[step.count + task]
    }
    step.formSoftmax()
  }

  /// The logarithm of the sum of the weights that are kept, over the tasks that take part.
  private func logarithmOfSum(_ step: LossStep) -> Double {
    var (largest, sum) = (-Double.infinity, 0.0)
    for task in 0..<step.count where step.isPresent[task] {
      largest = max(largest, step.state[step.count + task])
    }
    for task in 0..<step.count where step.isPresent[task] {
      sum += exp(step.state[step.count + task] - largest)
    }
    return largest + log(sum)
  }
}
