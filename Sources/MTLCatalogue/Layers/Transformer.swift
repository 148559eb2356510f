import MTLGraph

/// An encoder block: attention, then two dense layers at each place, both added to what goes in.
struct Transformer: Layer {
  static let name = "transformer"
  static let summary =
    "An encoder block: attention, then two dense layers at each place, both added to what goes in"
  static let details = """
    It takes `Float[T, n]` and gives `Float[T, n]`. With `norm: before` it is `x + attention(layer_norm(x))`, \
    then `x + dense(n)(gelu(dense(width)(layer_norm(x))))` (Xiong et al., 2020); with `norm: after` each sum is \
    normalised instead (Vaswani et al., 2017). `dropout` is that of both results. Places without a word are not \
    attended to.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("heads", .integer(1...1024), default: .integer(4), "how many heads share the width"),
    .named("width", .size, "length between the dense layers; four times n unless given"),
    .named(
      "dropout", .number(.belowOne), default: .float(0), usual: 0...0.75,
      "how likely an element is dropped"),
    .named(
      "norm", .word(["before", "after"]), default: .word("before"), "where values are normalised"),
  ]
  static let example = "position -> repeat(2) { transformer(heads: 4, width: 512) }"

  let heads: Int
  let width: Dim?
  let dropout: Double
  let isNormalizedBefore: Bool

  init(_ arguments: Arguments) {
    heads = arguments.integer("heads")
    width = arguments["width"] == nil ? nil : arguments.dim("width")
    dropout = arguments.number("dropout")
    isNormalizedBefore = arguments.text("norm") == "before"
  }

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let type = try builder.sequence(x, for: Self.name)
    let mask = try builder.places(of: x)
    let attended = try added(to: x, in: builder) { (value) throws(TypeMismatch) in
      try builder.inStep(Attention.name) { () throws(TypeMismatch) in
        try Attention(heads: heads).attend(value, mask: mask, in: builder)
      }
    }
    return try added(to: attended, in: builder) { (value) throws(TypeMismatch) in
      let inner = try step(Dense(units: width ?? .size(4) * type.dims[1]), on: value, in: builder)
      let activated = try Gelu.activate(inner, in: &builder.graph)
      return try step(Dense(units: type.dims[1]), on: activated, in: builder)
    }
  }

  /// A value with what a part of the block makes of it added, normalised before or after.
  private func added(
    to x: Value, in builder: ModelBuilder, _ part: (Value) throws(TypeMismatch) -> Value
  ) throws(TypeMismatch) -> Value {
    let norm = LayerNorm(epsilon: 1e-5)
    let start = isNormalizedBefore ? try step(norm, on: x, in: builder) : x
    let result = try step(Dropout(rate: dropout), on: part(start), in: builder)
    let sum = try builder.graph.add(x, result)
    return isNormalizedBefore ? sum : try step(norm, on: sum, in: builder)
  }

  /// A layer as a step of the block, with parameters under its own name.
  private func step<Inner: Layer>(
    _ layer: Inner, on x: Value, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    try builder.inStep(Inner.name) { () throws(TypeMismatch) in
      try layer.build(x, operands: [], body: nil, in: builder)
    }
  }
}
