import MTLGraph

/// Steps along the running mean of the gradient, divided by the root of its running square.
struct Adam: Optimizer {
  static let name = "adam"
  static let summary =
    "Steps along the gradient's running mean, divided by the root of its square's"
  static let details = AdamRule.details
  static let parameters = AdamRule.parameters()
  static let example = "optimizer adam(learning_rate: 0.001)"

  static let decoupledSibling: (any Optimizer.Type)? = AdamW.self

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
