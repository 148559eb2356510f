import MTLGraph

/// Multi-head attention of a sequence to itself.
struct Attention: Layer {
  static let name = "attention"
  static let summary = "Multi-head attention of a sequence to itself"
  static let details = """
    It takes `Float[T, n]` and gives `Float[T, n]`; `heads` divides n. Queries, keys and values are \
    `x * input_weight + input_bias`, `[T, 3 * n]`; each head's weights are `softmax(q * k^T / sqrt(n / heads))`, \
    and what the heads make of the values is mapped by `output_weight` and `output_bias` (Vaswani et al., \
    2017). Places without a word are not attended to. All parameters begin uniform within `1 / sqrt(n)`.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("heads", .integer(1...1024), default: .integer(4), "how many heads share the width")
  ]
  static let example = "residual { layer_norm -> attention(heads: 4) }"

  /// The most places whose weights for each other are held at once.
  private static let lengthLimit = 8192

  let heads: Int

  init(_ arguments: Arguments) { heads = arguments.integer("heads") }

  init(heads: Int) { self.heads = heads }

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    try attend(x, mask: builder.places(of: x), in: builder)
  }

  /// What a sequence makes of itself, seeing only the places where a mask is 1.
  func attend(
    _ x: Value, mask: Value, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let type = try builder.sequence(x, for: Self.name)
    if let width = type.dims[1].size, width % max(heads, 1) != 0 {
      throw TypeMismatch(
        "`attention` cannot share a width of \(width) among \(heads) heads",
        help: "let the number of heads divide the width")
    }
    guard let sizes = type.sizes else { return builder.pending(type) }
    guard sizes[0] <= Self.lengthLimit else {
      throw TypeMismatch(
        "`attention` sees \(Self.lengthLimit) places at most, and this sequence has \(sizes[0])")
    }
    let scheme = Initializer.fanIn(sizes[1])
    let joined = try builder.affine(x, to: .size(3) * type.dims[1], prefix: "input", scheme)
    let seen = try builder.graph.emit(SelfAttention(heads: heads), joined, mask)
    return try builder.affine(seen, to: type.dims[1], prefix: "output", scheme)
  }
}
