import Foundation
import MTLGraph

/// Steps along the running mean of the gradient, divided by the root of its running square.
struct Adam: Optimizer {
  static let name = "adam"
  static let summary =
    "Steps along the gradient's running mean, divided by the root of its square's"
  static let details = AdamRule.details
  static let parameters = AdamRule.parameters
  static let example = "optimizer adam(learning_rate: 0.001)"

  private let rule: AdamRule

  init(_ arguments: Arguments) {
    rule = AdamRule(arguments)
  }

  var learningRate: Double { rule.learningRate }
  var states: [String] { AdamRule.states }
  var scalars: [String] { AdamRule.scalars }

  func scalarValue(_ index: Int, step: Int, learningRate: Double) -> Double {
    rule.scalarValue(index, step: step, learningRate: learningRate)
  }

  func update(
    _ operands: OptimizerOperands, in graph: inout Graph
  ) throws(TypeMismatch) -> (parameters: Value, states: [Value]) {
    let (step, states) = try rule.step(operands, in: &graph)
    return (try graph.subtract(operands.parameters, step), states)
  }
}

/// The rule that the Adam family shares.
struct AdamRule {
  static let details = """
    `m = beta1 * m + (1 - beta1) * g`, `v = beta2 * v + (1 - beta2) * g^2`, then `p = p - rate * m' / \
    (sqrt(v') + epsilon)` with m' and v' divided by one minus the beta to the power of the step (Kingma \
    and Ba, 2015).
    """
  static let parameters: [ParameterDeclaration] = [
    .named("learning_rate", .number(.positive), default: .float(0.001), "size of a step"),
    .named("beta1", .number(.belowOne), default: .float(0.9), "memory of the gradient"),
    .named("beta2", .number(.belowOne), default: .float(0.999), "memory of its square"),
    .named("epsilon", .number(.positive), default: .float(1e-8), "keeps from dividing by zero"),
  ]
  static let states = ["mean", "square"]
  static let scalars = ["step_size", "square_correction"]

  let learningRate: Double
  let beta1: Double
  let beta2: Double
  let epsilon: Double

  init(_ arguments: Arguments) {
    learningRate = arguments.number("learning_rate")
    beta1 = arguments.number("beta1")
    beta2 = arguments.number("beta2")
    epsilon = arguments.number("epsilon")
  }

  /// The learning rate over the mean's correction, and one over the root of the square's.
  func scalarValue(_ index: Int, step: Int, learningRate: Double) -> Double {
    index == 0
      ? learningRate / (1 - pow(beta1, Double(step)))
      : 1 / (1 - pow(beta2, Double(step))).squareRoot()
  }

  /// What the parameters move by, and the next states.
  func step(
    _ operands: OptimizerOperands, in graph: inout Graph
  ) throws(TypeMismatch) -> (step: Value, states: [Value]) {
    let mean = try graph.movingAverage(
      operands.states[0], towards: operands.gradient, keeping: beta1)
    let square = try graph.movingAverage(
      operands.states[1], towards: graph.emit(Square(), operands.gradient), keeping: beta2)
    let root = try graph.multiply(
      graph.emit(SquareRoot(), square), byScalar: operands.scalars[1])
    let ratio = try graph.divide(mean, graph.offset(root, by: epsilon))
    return (try graph.multiply(ratio, byScalar: operands.scalars[0]), [mean, square])
  }
}
