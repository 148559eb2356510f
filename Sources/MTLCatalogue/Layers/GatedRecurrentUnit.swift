import MTLGraph

/// A gated recurrent unit over a sequence, in one direction or both.
struct GatedRecurrentUnit: Layer {
  static let name = "gru"
  static let summary = "A gated recurrent unit over a sequence, in one direction or both"
  static let details = """
    It takes `Float[T, n]` and gives `Float[T, units]`; with `direction: both` the two directions stand \
    side by side, `Float[T, 2 * units]` (Cho et al., 2014).
    """
  static let parameters: [ParameterDeclaration] = [
    .positional("units", .size, "length of the state"),
    .named(
      "direction", .word(["forward", "backward", "both"]), default: .word("forward"),
      "which way the sequence is read"),
  ]
  static let example = "gru(96, direction: both)"
  var isTrainable: Bool { false }
  static let setsLastAxis = true

  let units: Dim
  let readsBothWays: Bool

  init(_ arguments: Arguments) {
    units = arguments.dim("units")
    readsBothWays = arguments.text("direction") == "both"
  }

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let type = try builder.sequence(x, for: Self.name)
    let width = readsBothWays ? .size(2) * units : units
    return builder.pending(TensorType(rows: type.rows, dims: [type.dims[0], width]))
  }
}
