import MTLGraph

/// Two dense layers with few units between, added to the value.
struct Adapter: Layer {
  static let name = "adapter"
  static let summary = "Two dense layers with few units between, added to the value"
  static let details = """
    `x + dense(n)(gelu(dense(units)(x)))` along the last axis of length n (Houlsby et al., 2019). The second \
    layer begins with zeros, so that the adapter changes nothing at first.
    """
  static let parameters: [ParameterDeclaration] = [
    .positional("units", .size, "length between the two layers")
  ]
  static let example = "adapter(8)"

  let units: Dim

  init(_ arguments: Arguments) { units = arguments.dim("units") }

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    guard let width = builder.type(of: x).dims.last else {
      throw TypeMismatch("`adapter` takes a value with a last axis")
    }
    let inner = try builder.affine(x, to: units, prefix: "down", .fanIn(width.size ?? 1))
    let activated = try Gelu.activate(inner, in: &builder.graph)
    let change = try builder.affine(activated, to: width, prefix: "up", .constant(0))
    return try builder.graph.add(x, change)
  }
}
