import MTLGraph

/// Adam with the largest recent gradient in place of the root of its running square.
struct Adamax: Optimizer {
  static let name = "adamax"
  static let summary = "Adam with the largest recent gradient in place of its square's root"
  static let details = """
    `m = beta1 * m + (1 - beta1) * g`, `u = max(beta2 * u, |g| + epsilon)`, then `p = p - rate / (1 - \
    beta1^step) * m / u` (Kingma and Ba, 2015).
    """
  static let parameters = AdamRule.parameters(learningRate: 0.002)
  static let example = "optimizer adamax(learning_rate: 0.002)"

  private let rule: AdamRule

  init(_ arguments: Arguments) {
    rule = AdamRule(arguments)
  }

  var learningRate: Double { rule.learningRate }
  var states: [String] { ["mean", "largest"] }
  var scalars: [String] { ["step_size"] }

  func scalarValue(_ index: Int, step: Int, learningRate: Double) -> Double {
    learningRate / rule.correction(of: rule.beta1, step: step)
  }

  func update(
    _ operands: OptimizerOperands, in graph: inout Graph
  ) throws(TypeMismatch) -> (parameters: Value, states: [Value]) {
    let mean = try graph.movingAverage(
      operands.states[0], towards: operands.gradient, keeping: rule.beta1)
    let size = try graph.offset(graph.emit(Absolute(), operands.gradient), by: rule.epsilon)
    let largest = try graph.larger(graph.scale(operands.states[1], by: rule.beta2), size)
    let step = try graph.multiply(graph.divide(mean, largest), byScalar: operands.scalars[0])
    return (try graph.subtract(operands.parameters, step), [mean, largest])
  }
}
