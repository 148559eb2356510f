import MTLGraph

/// Adam, with the parameters shrinking a little in each step.
struct AdamW: Optimizer {
  static let name = "adamw"
  static let summary = "Adam, with the parameters shrinking a little in each step"
  static let details =
    AdamRule.details
    + " Before that `p = p * (1 - rate * weight_decay)` (Loshchilov and Hutter, 2019); a weighting's own"
    + " parameters do not shrink."
  static let parameters = AdamRule.parameters() + [WeightDecay.parameter(default: 0.01)]
  static let example = "optimizer adamw(learning_rate: 0.003, weight_decay: 0.01)"

  private let rule: AdamRule
  private let decay: WeightDecay

  init(_ arguments: Arguments) {
    rule = AdamRule(arguments)
    decay = WeightDecay(arguments)
  }

  var learningRate: Double { rule.learningRate }
  var states: [String] { AdamRule.states }
  var scalars: [String] { AdamRule.scalars + [WeightDecay.scalar] }
  var decaysWeights: Bool { true }

  func scalarValue(_ index: Int, step: Int, learningRate: Double) -> Double {
    index < AdamRule.scalars.count
      ? rule.scalarValue(index, step: step, learningRate: learningRate)
      : decay.scalarValue(learningRate: learningRate)
  }

  func update(
    _ operands: OptimizerOperands, in graph: inout Graph
  ) throws(TypeMismatch) -> (parameters: Value, states: [Value]) {
    let (step, states) = try rule.step(operands, in: &graph)
    let shrunk = try WeightDecay.shrink(operands, by: operands.scalars[2], in: &graph)
    return (try graph.subtract(shrunk, step), states)
  }
}
