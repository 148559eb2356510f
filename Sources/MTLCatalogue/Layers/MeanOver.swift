import MTLGraph

/// The mean over the places of a sequence that hold a word.
struct MeanOver: Layer {
  static let name = "mean_over"
  static let summary = "The mean over the places of a sequence that hold a word"
  static let details = "It takes `Float[T, n]` and gives `Float[n]`."
  static let parameters: [ParameterDeclaration] = [
    .positional("axis", .word(["time"]), "what the mean runs over")
  ]
  static let example = "mean_over(time) -> dense(1)"
  var isTrainable: Bool { false }

  init(_ arguments: Arguments) {}

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let type = try builder.sequence(x, for: Self.name)
    return builder.pending(TensorType(rows: type.rows, dims: [type.dims[1]]))
  }
}
