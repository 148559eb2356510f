import MTLGraph

/// Every element times a constant.
struct ScaleLayer: Layer {
  static let name = "scale"
  static let summary = "Every element times a constant"
  static let parameters: [ParameterDeclaration] = [
    .positional("factor", .number(.any), "what elements are multiplied with")
  ]
  static let example = "dense(8) -> tanh -> scale(2)"
  var nature: LayerNature { .linear }

  let factor: Double

  init(_ arguments: Arguments) { factor = arguments.number("factor") }

  func isIdentity(on type: TensorType) -> Bool { factor == 1 }

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    try builder.graph.scale(x, by: factor)
  }
}
