import MTLGraph

/// Multi-head attention of a sequence to itself.
struct Attention: Layer {
  static let name = "attention"
  static let summary = "Multi-head attention of a sequence to itself"
  static let details = """
    It takes `Float[T, n]` and gives `Float[T, n]`; `heads` divides n (Vaswani et al., 2017). Places \
    without a word are not attended to.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("heads", .integer(1...1024), default: .integer(4), "how many heads share the width")
  ]
  static let example = "residual { layer_norm -> attention(heads: 4) }"
  var isTrainable: Bool { false }

  let heads: Int

  init(_ arguments: Arguments) { heads = arguments.integer("heads") }

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let type = try builder.sequence(x, for: Self.name)
    if let width = type.dims[1].size, width % max(heads, 1) != 0 {
      throw TypeMismatch(
        "`attention` cannot share a width of \(width) among \(heads) heads",
        help: "let the number of heads divide the width")
    }
    return builder.pending(type)
  }
}
