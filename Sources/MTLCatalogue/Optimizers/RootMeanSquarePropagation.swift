import MTLGraph

/// Steps along the gradient, divided by the root of its running square.
struct RootMeanSquarePropagation: Optimizer {
  static let name = "rmsprop"
  static let summary = "Steps along the gradient, divided by the root of its running square"
  static let details = """
    `v = alpha * v + (1 - alpha) * g^2`, `d = g / (sqrt(v) + epsilon)`, then `p = p - rate * d`, or with \
    momentum `b = momentum * b + d` and `p = p - rate * b`; centered, the square of the gradient's own \
    running mean is taken from v (Tieleman and Hinton, 2012; Graves, 2013).
    """
  static let parameters: [ParameterDeclaration] = [
    OptimizerArguments.learningRate(0.01),
    .named(
      "alpha", .number(.belowOne), default: .float(0.99),
      usual: OptimizerArguments.usualSquareMemory, "memory of the gradient's square"),
    OptimizerArguments.epsilon(1e-8),
    OptimizerArguments.momentum,
    .named(
      "centered", .flag, default: .flag(false), "divide by the deviation from the running mean"),
  ]
  static let example = "optimizer rmsprop(learning_rate: 0.001, momentum: 0.9)"

  let learningRate: Double
  private let alpha: Double
  private let epsilon: Double
  private let momentum: Double
  private let isCentered: Bool

  init(_ arguments: Arguments) {
    learningRate = arguments.number("learning_rate")
    alpha = arguments.number("alpha")
    epsilon = arguments.number("epsilon")
    momentum = arguments.number("momentum")
    isCentered = arguments.flag("centered")
  }

  var states: [String] {
    ["square"] + (isCentered ? ["mean"] : []) + (momentum > 0 ? ["momentum"] : [])
  }
  var scalars: [String] { ["learning_rate"] }

  func scalarValue(_ index: Int, step: Int, learningRate: Double) -> Double { learningRate }

  func update(
    _ operands: OptimizerOperands, in graph: inout Graph
  ) throws(TypeMismatch) -> (parameters: Value, states: [Value]) {
    var (direction, states) = try direction(operands, in: &graph)
    if momentum > 0, let old = operands.states.last {
      direction = try graph.add(graph.scale(old, by: momentum), direction)
      states.append(direction)
    }
    let step = try graph.multiply(direction, byScalar: operands.scalars[0])
    return (try graph.subtract(operands.parameters, step), states)
  }

  /// The divided gradient, and the running means that it comes of.
  private func direction(
    _ operands: OptimizerOperands, in graph: inout Graph
  ) throws(TypeMismatch) -> (direction: Value, states: [Value]) {
    let square = try graph.movingAverage(
      operands.states[0], towards: graph.emit(Square(), operands.gradient), keeping: alpha)
    var spread = square
    var states = [square]
    if isCentered {
      let mean = try graph.movingAverage(
        operands.states[1], towards: operands.gradient, keeping: alpha)
      // The difference is never negative but for rounding.
      let variance = try graph.subtract(square, graph.emit(Square(), mean))
      spread = try graph.emit(Rectify(), variance)
      states.append(mean)
    }
    let root = try graph.offset(graph.emit(SquareRoot(), spread), by: epsilon)
    return (try graph.divide(operands.gradient, root), states)
  }
}
