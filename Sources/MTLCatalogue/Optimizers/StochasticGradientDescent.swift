import MTLGraph

/// Gradient descent, with momentum if wanted.
struct StochasticGradientDescent: Optimizer {
  static let name = "sgd"
  static let summary = "Gradient descent, with momentum if wanted"
  static let details = """
    `v = momentum * v + g`, then `p = p - rate * v`; with Nesterov's momentum `p = p - rate * (g + \
    momentum * v)` (Sutskever et al., 2013).
    """
  static let parameters: [ParameterDeclaration] = [
    OptimizerArguments.learningRate(0.01),
    OptimizerArguments.momentum,
    .named("nesterov", .flag, default: .flag(false), "look ahead along the momentum"),
  ]
  static let example = "optimizer sgd(learning_rate: 0.05, momentum: 0.9, nesterov: true)"

  let learningRate: Double
  let momentum: Double
  let isNesterov: Bool

  init(_ arguments: Arguments) {
    learningRate = arguments.number("learning_rate")
    momentum = arguments.number("momentum")
    isNesterov = arguments.flag("nesterov")
  }

  var states: [String] { momentum > 0 ? ["momentum"] : [] }
  var scalars: [String] { ["learning_rate"] }

  func scalarValue(_ index: Int, step: Int, learningRate: Double) -> Double { learningRate }

  func update(
    _ operands: OptimizerOperands, in graph: inout Graph
  ) throws(TypeMismatch) -> (parameters: Value, states: [Value]) {
    var direction = operands.gradient
    var states: [Value] = []
    if let old = operands.states.first {
      let velocity = try graph.add(graph.scale(old, by: momentum), operands.gradient)
      states = [velocity]
      direction =
        isNesterov
        ? try graph.add(operands.gradient, graph.scale(velocity, by: momentum)) : velocity
    }
    let step = try graph.multiply(direction, byScalar: operands.scalars[0])
    return (try graph.subtract(operands.parameters, step), states)
  }
}
