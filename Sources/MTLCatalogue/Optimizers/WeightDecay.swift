import MTLGraph

/// Parameters that shrink a little in each step, whatever the gradient is.
struct WeightDecay: Hashable {
  static let scalar = "decay"

  let share: Double

  init(_ arguments: Arguments) { share = arguments.number("weight_decay") }

  /// The parameter that says how much, by default and in practice at most so much.
  static func parameter(
    default share: Double, upTo largest: Double = 0.5
  ) -> ParameterDeclaration {
    .named(
      "weight_decay", .number(.nonNegative), default: .float(share), usual: 0...largest,
      "share lost, times the rate")
  }

  /// The value of `scalar`.
  func scalarValue(learningRate: Double) -> Double { learningRate * share }

  /// The parameters without what they lose, where they decay at all.
  ///
  /// - Parameter scalar: The share that is lost in this step.
  static func shrink(
    _ operands: OptimizerOperands, by scalar: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    let decaying =
      if let mask = operands.decayMask {
        try graph.multiply(operands.parameters, mask)
      } else {
        operands.parameters
      }
    let decay = try graph.multiply(decaying, byScalar: scalar)
    return try graph.subtract(operands.parameters, decay)
  }
}
