import Foundation
import MTLGraph

/// Adam that divides by the root of the square only once that is known well enough.
struct Radam: Optimizer {
  static let name = "radam"
  static let summary = "Adam that divides by the square's root only once it is known well enough"
  static let details = """
    With `rho_inf = 2 / (1 - beta2) - 1` and `rho = rho_inf - 2 * step * beta2^step / (1 - beta2^step)`, \
    a step is `rate * m'` while rho is at most 5, then `rate * r * m' / sqrt(v')` with `r^2 = (rho - 4) * \
    (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho)`; m' and v' are Adam's, and epsilon is \
    added to the root of v before the correction (Liu et al., ICLR 2020).
    """
  static let parameters = AdamRule.parameters()
  static let example = "optimizer radam(learning_rate: 0.001)"

  private let rule: AdamRule

  init(_ arguments: Arguments) {
    rule = AdamRule(arguments)
  }

  var learningRate: Double { rule.learningRate }
  var states: [String] { AdamRule.states }
  /// What the mean is multiplied by undivided, and divided by the root; one of them is zero.
  var scalars: [String] { ["plain_step_size", "divided_step_size"] }

  func scalarValue(_ index: Int, step: Int, learningRate: Double) -> Double {
    let rectification = rectification(at: step)
    guard (rectification == nil) == (index == 0) else { return 0 }
    let stepSize = learningRate / rule.correction(of: rule.beta1, step: step)
    guard let rectification else { return stepSize }
    return stepSize * rectification * rule.correction(of: rule.beta2, step: step).squareRoot()
  }

  /// The factor r of a step; `nil` while the square is not known well enough.
  private func rectification(at step: Int) -> Double? {
    let limit = 2 / (1 - rule.beta2) - 1
    let correction = rule.correction(of: rule.beta2, step: step)
    let length = limit - 2 * Double(step) * (1 - correction) / correction
    guard length > 5 else { return nil }
    let ratio = (length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length)
    return ratio.squareRoot()
  }

  func update(
    _ operands: OptimizerOperands, in graph: inout Graph
  ) throws(TypeMismatch) -> (parameters: Value, states: [Value]) {
    let (mean, square) = try rule.moments(operands, in: &graph)
    let root = try graph.offset(graph.emit(SquareRoot(), square), by: rule.epsilon)
    let plain = try graph.multiply(mean, byScalar: operands.scalars[0])
    let divided = try graph.multiply(graph.divide(mean, root), byScalar: operands.scalars[1])
    let step = try graph.add(plain, divided)
    return (try graph.subtract(operands.parameters, step), [mean, square])
  }
}
