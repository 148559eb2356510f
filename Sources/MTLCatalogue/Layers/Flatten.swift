import MTLGraph

/// All elements of a row in one vector, the last axis varying fastest.
struct Flatten: Layer {
  static let name = "flatten"
  static let summary = "All elements of a row in one vector, the last axis varying fastest"
  static let details = "It takes `Float[a, b, ..]` and gives `Float[a * b * ..]`."
  static let example = "max_pool(2) -> flatten"
  static let probability = ProbabilityRule.preserved
  var keepsPlaces: Bool { false }
  var nature: LayerNature { .linear }

  init(_ arguments: Arguments) {}

  func isIdentity(on type: TensorType) -> Bool { type.dims.count == 1 }

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    try builder.graph.emit(Reshape(dims: [builder.type(of: x).dims.product]), x)
  }
}
