import MTLGraph

/// Steps of one size in each element, in the direction of the sign of the momentum.
struct Lion: Optimizer {
  static let name = "lion"
  static let summary = "Steps of one size in every element, along the sign of the momentum"
  static let details = """
    `p = p - rate * (sign(beta1 * m + (1 - beta1) * g) + weight_decay * p)`, then `m = beta2 * m + (1 - \
    beta2) * g` (Chen et al., NeurIPS 2023); a weighting's own parameters do not shrink. Its rate is three \
    to ten times smaller than Adam's.
    """
  static let parameters: [ParameterDeclaration] = [
    OptimizerArguments.learningRate(0.0001),
    .named(
      "beta1", .number(.belowOne), default: .float(0.9), usual: OptimizerArguments.usualMemory,
      "share of the momentum in the direction"),
    .named(
      "beta2", .number(.belowOne), default: .float(0.99), usual: OptimizerArguments.usualMemory,
      "memory of the gradient"),
    WeightDecay.parameter(default: 0, upTo: 1),
  ]
  static let example = "optimizer lion(learning_rate: 0.0003, weight_decay: 0.1)"

  let learningRate: Double
  private let beta1: Double
  private let beta2: Double
  private let decay: WeightDecay

  init(_ arguments: Arguments) {
    learningRate = arguments.number("learning_rate")
    beta1 = arguments.number("beta1")
    beta2 = arguments.number("beta2")
    decay = WeightDecay(arguments)
  }

  var states: [String] { ["mean"] }
  var scalars: [String] { ["learning_rate", WeightDecay.scalar] }
  var decaysWeights: Bool { true }

  func scalarValue(_ index: Int, step: Int, learningRate: Double) -> Double {
    index == 0 ? learningRate : decay.scalarValue(learningRate: learningRate)
  }

  func update(
    _ operands: OptimizerOperands, in graph: inout Graph
  ) throws(TypeMismatch) -> (parameters: Value, states: [Value]) {
    let old = operands.states[0]
    let direction = try graph.movingAverage(old, towards: operands.gradient, keeping: beta1)
    let mean = try graph.movingAverage(old, towards: operands.gradient, keeping: beta2)
    let step = try graph.multiply(
      graph.emit(Sign(), direction), byScalar: operands.scalars[0])
    let shrunk = try WeightDecay.shrink(operands, by: operands.scalars[1], in: &graph)
    return (try graph.subtract(shrunk, step), [mean])
  }
}
