import MTLGraph

/// A long short-term memory over a sequence, in one direction or both.
struct LongShortTermMemory: RecurrentLayer {
  static let name = "lstm"
  static let summary = "A long short-term memory over a sequence, in one direction or both"
  static let details = """
    It takes `Float[T, n]` and gives `Float[T, units]`; with `direction: both` the two directions stand \
    side by side, `Float[T, 2 * units]`. With the output h and the cell c before a place, and \
    `[i, f, g, o] = x * W + b + h * U`: the new cell is `sigmoid(f) * c + sigmoid(i) * tanh(g)`, the new \
    output `sigmoid(o) * tanh(c)` of it (Hochreiter and Schmidhuber, 1997; Gers et al., 2000). A place \
    without a word leaves both as they are. Weights are `[n, 4 * units]` and `[units, 4 * units]`, for i, \
    f, g and o in this order; all begin uniform within `1 / sqrt(units)`.
    """
  static let example = "lstm(96, direction: both)"
  static let gateCount = 4

  let arguments: RecurrentArguments

  init(_ arguments: Arguments) { self.arguments = RecurrentArguments(arguments) }

  func outputs(
    _ gates: Value, mask: Value, isReversed: Bool, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let (units, width) = (arguments.units, .size(Self.gateCount) * arguments.units)
    let weight = try builder.parameter("recurrent_weight", [units, width], arguments.initializer)
    let states = try builder.graph.emit(
      MemoryRecurrence(isReversed: isReversed), gates, weight, mask)
    guard let count = units.size else {
      let type = builder.type(of: states)
      return builder.pending(TensorType(rows: type.rows, dims: [type.dims[0], units]))
    }
    return try builder.graph.emit(TakeColumns(offset: 0, count: count), states)
  }
}
