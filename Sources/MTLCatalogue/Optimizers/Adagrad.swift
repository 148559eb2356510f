import MTLGraph

/// Steps along the gradient, divided by the root of the sum of its squares so far.
struct Adagrad: Optimizer {
  static let name = "adagrad"
  static let summary = "Steps along the gradient, divided by the root of its squares' sum so far"
  static let details = """
    `s = s + g^2`, then `p = p - rate / (1 + (step - 1) * rate_decay) * g / (sqrt(s) + epsilon)`, s being \
    `initial_sum` at the beginning (Duchi et al., 2011).
    """
  static let parameters: [ParameterDeclaration] = [
    OptimizerArguments.learningRate(0.01),
    .named(
      "rate_decay", .number(.nonNegative), default: .float(0), "how fast the rate falls by itself"),
    .named(
      "initial_sum", .number(.nonNegative), default: .float(0), "the squares' sum at the beginning"),
    OptimizerArguments.epsilon(1e-10),
  ]
  static let example = "optimizer adagrad(learning_rate: 0.01)"

  let learningRate: Double
  private let rateDecay: Double
  private let initialSum: Double
  private let epsilon: Double

  init(_ arguments: Arguments) {
    learningRate = arguments.number("learning_rate")
    rateDecay = arguments.number("rate_decay")
    initialSum = arguments.number("initial_sum")
    epsilon = arguments.number("epsilon")
  }

  /// The sum without `initialSum`, since states begin at zero.
  var states: [String] { ["squares"] }
  var scalars: [String] { ["step_size"] }

  func scalarValue(_ index: Int, step: Int, learningRate: Double) -> Double {
    learningRate / (1 + Double(step - 1) * rateDecay)
  }

  func update(
    _ operands: OptimizerOperands, in graph: inout Graph
  ) throws(TypeMismatch) -> (parameters: Value, states: [Value]) {
    let squares = try graph.add(operands.states[0], graph.emit(Square(), operands.gradient))
    let root = try graph.emit(SquareRoot(), graph.offset(squares, by: initialSum))
    let ratio = try graph.divide(operands.gradient, graph.offset(root, by: epsilon))
    let step = try graph.multiply(ratio, byScalar: operands.scalars[0])
    return (try graph.subtract(operands.parameters, step), [squares])
  }
}
