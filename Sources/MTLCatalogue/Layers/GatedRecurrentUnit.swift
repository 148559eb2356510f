import MTLGraph

/// A gated recurrent unit over a sequence, in one direction or both.
struct GatedRecurrentUnit: RecurrentLayer {
  static let name = "gru"
  static let summary = "A gated recurrent unit over a sequence, in one direction or both"
  static let details = """
    It takes `Float[T, n]` and gives `Float[T, units]`; with `direction: both` the two directions stand \
    side by side, `Float[T, 2 * units]`. With the state h before a place: \
    `r = sigmoid(x * W_r + b_r + h * U_r + c_r)`, z alike, `n = tanh(x * W_n + b_n + r * (h * U_n + c_n))`, and \
    the new state is `(1 - z) * n + z * h` (Cho et al., 2014). A place without a word leaves the state as it \
    is. Weights are `[n, 3 * units]` and `[units, 3 * units]`, for r, z and n in this order; all begin \
    uniform within `1 / sqrt(units)`.
    """
  static let example = "gru(96, direction: both)"
  static let gateCount = 3

  let arguments: RecurrentArguments

  init(_ arguments: Arguments) { self.arguments = RecurrentArguments(arguments) }

  func outputs(
    _ gates: Value, mask: Value, isReversed: Bool, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let (units, width) = (arguments.units, .size(Self.gateCount) * arguments.units)
    let weight = try builder.parameter("recurrent_weight", [units, width], arguments.initializer)
    let bias = try builder.parameter("recurrent_bias", [width], arguments.initializer)
    return try builder.graph.emit(
      GatedRecurrence(isReversed: isReversed), gates, weight, bias, mask)
  }
}
