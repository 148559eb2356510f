import Foundation
import MTLGraph

/// Adam with Nesterov's look ahead along the mean.
struct Nadam: Optimizer {
  static let name = "nadam"
  static let summary = "Adam with Nesterov's look ahead along the gradient's running mean"
  static let details = """
    Adam with `m' = mu_next * m / (1 - M * mu_next) + (1 - mu) * g / (1 - M)`, where `mu = beta1 * (1 - \
    0.5 * 0.96^(step * momentum_decay))`, mu_next is that of the step after, and M the product of all mu \
    so far (Dozat, 2016).
    """
  static let parameters =
    AdamRule.parameters(learningRate: 0.002) + [
      .named(
        "momentum_decay", .number(.nonNegative), default: .float(0.004),
        "how fast mu rises from half of beta1 to all of it")
    ]
  static let example = "optimizer nadam(learning_rate: 0.002)"

  private let rule: AdamRule
  private let momentumDecay: Double

  init(_ arguments: Arguments) {
    rule = AdamRule(arguments)
    momentumDecay = arguments.number("momentum_decay")
  }

  var learningRate: Double { rule.learningRate }
  var states: [String] { AdamRule.states }
  var scalars: [String] { AdamRule.scalars + ["gradient_step_size"] }

  func scalarValue(_ index: Int, step: Int, learningRate: Double) -> Double {
    switch index {
    case 0:
      let next = momentum(at: step + 1)
      return learningRate * next / (1 - momentumProduct(through: step) * next)
    case 1: return rule.scalarValue(index, step: step, learningRate: learningRate)
    default:
      return learningRate * (1 - momentum(at: step)) / (1 - momentumProduct(through: step))
    }
  }

  private func momentum(at step: Int) -> Double {
    rule.beta1 * (1 - 0.5 * pow(0.96, Double(step) * momentumDecay))
  }

  /// The product of the momenta of all steps so far, or 0 where one minus it is 1 in any case: then
  /// the loop ends long before the last of many steps.
  private func momentumProduct(through step: Int) -> Double {
    var product = 1.0
    for past in 1...step {
      product *= momentum(at: past)
      if 1 - product == 1 { return 0 }
    }
    return product
  }

  func update(
    _ operands: OptimizerOperands, in graph: inout Graph
  ) throws(TypeMismatch) -> (parameters: Value, states: [Value]) {
    let (mean, square) = try rule.moments(operands, in: &graph)
    let direction = try graph.add(
      graph.multiply(mean, byScalar: operands.scalars[0]),
      graph.multiply(operands.gradient, byScalar: operands.scalars[2]))
    let divisor = try rule.divisor(square, correction: operands.scalars[1], in: &graph)
    let step = try graph.divide(direction, divisor)
    return (try graph.subtract(operands.parameters, step), [mean, square])
  }
}
