import MTLGraph

/// Adds to each place of a sequence a vector that tells which place it is.
struct Position: Layer {
  static let name = "position"
  static let summary = "Adds to each place of a sequence a vector that tells which place it is"
  static let details = """
    It takes `Float[T, n]` and keeps the shape. `position` adds sines and cosines of ever longer waves, \
    `sin(t / 10000^(2i / n))` and the cosine in turn (Vaswani et al., 2017); `position(learned)` a vector \
    for each place that is trained, normally distributed at first with a standard deviation of 0.02.
    """
  static let parameters: [ParameterDeclaration] = [
    .positional(
      "kind", .word(["waves", "learned"]), required: false,
      "what tells the places apart; `waves` unless given")
  ]
  static let example = "embedding(128) -> position"

  let isLearned: Bool

  init(_ arguments: Arguments) { isLearned = arguments.text("kind") == "learned" }

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let type = try builder.sequence(x, for: Self.name)
    let table =
      isLearned
      ? try builder.parameter("weight", type.dims, .normal(0.02))
      : builder.state("waves", type.dims, .waves(width: type.dims[1].size ?? 1))
    return try builder.graph.add(x, builder.graph.broadcast(table, to: type))
  }
}
