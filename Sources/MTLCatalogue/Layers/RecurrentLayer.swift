import MTLGraph

/// A recurrent layer over a sequence `[time, width]`, in one direction or both.
protocol RecurrentLayer: Layer {
  /// How many gates a unit has.
  static var gateCount: Int { get }

  var arguments: RecurrentArguments { get }

  /// The outputs at all places, given what the inputs contribute to the gates.
  func outputs(
    _ gates: Value, mask: Value, isReversed: Bool, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value
}

/// What recurrent layers are told.
struct RecurrentArguments {
  static let parameters: [ParameterDeclaration] = [
    .positional("units", .size, "length of the state"),
    .named(
      "direction", .word(["forward", "backward", "both"]), default: .word("forward"),
      "which way the sequence is read"),
  ]

  let units: Dim
  /// Whether the places are read from the last to the first, for each reading.
  let readings: [Bool]

  init(_ arguments: Arguments) {
    units = arguments.dim("units")
    readings =
      switch arguments.text("direction") {
      case "backward": [true]
      case "both": [false, true]
      default: [false]
      }
  }

  /// How weights and biases begin: uniform within one over the square root of the units.
  var initializer: Initializer { .fanIn(units.size ?? 1) }
}

extension RecurrentLayer {
  package static var parameters: [ParameterDeclaration] { RecurrentArguments.parameters }
  package static var setsLastAxis: Bool { true }

  /// The outputs of the readings, side by side.
  package func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    _ = try builder.sequence(x, for: Self.name)
    let mask = try builder.places(of: x)
    let width = Dim.size(Self.gateCount) * arguments.units
    var outputs: [Value] = []
    for isReversed in arguments.readings {
      outputs.append(
        try builder.inScope(isReversed ? "backward" : "forward") { () throws(TypeMismatch) in
          let gates = try builder.affine(x, to: width, prefix: "input", arguments.initializer)
          return try self.outputs(gates, mask: mask, isReversed: isReversed, in: builder)
        })
    }
    return try builder.joined(outputs) ?? x
  }
}
