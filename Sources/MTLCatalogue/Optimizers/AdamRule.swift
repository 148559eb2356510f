import Foundation
import MTLGraph

/// The rule that the Adam family shares: running means of the gradient and of its square.
struct AdamRule: Hashable {
  static let details = """
    `m = beta1 * m + (1 - beta1) * g`, `v = beta2 * v + (1 - beta2) * g^2`, then `p = p - rate * m' / \
    (sqrt(v') + epsilon)` with m' and v' divided by one minus the beta to the power of the step (Kingma \
    and Ba, 2015).
    """
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

  /// The parameters of the family, some with defaults of their own.
  static func parameters(
    learningRate: Double = 0.001, epsilon: Double = 1e-8
  ) -> [ParameterDeclaration] {
    [
      OptimizerArguments.learningRate(learningRate),
      .named(
        "beta1", .number(.belowOne), default: .float(0.9), usual: OptimizerArguments.usualMemory,
        "memory of the gradient"),
      .named(
        "beta2", .number(.belowOne), default: .float(0.999),
        usual: OptimizerArguments.usualSquareMemory, "memory of its square"),
      OptimizerArguments.epsilon(epsilon),
    ]
  }

  /// The weights of a running mean that began at zero, summed up: what it is divided by.
  func correction(of beta: Double, step: Int) -> Double { 1 - pow(beta, Double(step)) }

  /// The learning rate over the mean's correction, and one over the root of the square's.
  func scalarValue(_ index: Int, step: Int, learningRate: Double) -> Double {
    index == 0
      ? learningRate / correction(of: beta1, step: step)
      : 1 / correction(of: beta2, step: step).squareRoot()
  }

  /// The next running means of the gradient and of its square, not corrected.
  func moments(
    _ operands: OptimizerOperands, in graph: inout Graph
  ) throws(TypeMismatch) -> (mean: Value, square: Value) {
    let mean = try graph.movingAverage(
      operands.states[0], towards: operands.gradient, keeping: beta1)
    let square = try graph.movingAverage(
      operands.states[1], towards: graph.emit(Square(), operands.gradient), keeping: beta2)
    return (mean, square)
  }

  /// `sqrt(v') + epsilon`, which a step is divided by.
  func divisor(
    _ square: Value, correction: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    let root = try graph.multiply(graph.emit(SquareRoot(), square), byScalar: correction)
    return try graph.offset(root, by: epsilon)
  }

  /// What the parameters move by, and the next states.
  func step(
    _ operands: OptimizerOperands, in graph: inout Graph
  ) throws(TypeMismatch) -> (step: Value, states: [Value]) {
    let (mean, square) = try moments(operands, in: &graph)
    let ratio = try graph.divide(
      mean, divisor(square, correction: operands.scalars[1], in: &graph))
    return (try graph.multiply(ratio, byScalar: operands.scalars[0]), [mean, square])
  }
}
