import MTLGraph

/// Normalises each vector along the last axis, then scales and shifts its elements.
struct LayerNorm: Layer {
  static let name = "layer_norm"
  static let summary =
    "Normalises each vector along the last axis, then scales and shifts its elements"
  static let details = """
    `(x - mean) / sqrt(variance + epsilon) * scale + shift`, mean and variance over the last axis (Ba, \
    Kiros and Hinton, 2016). Scale begins at 1, shift at 0.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("epsilon", .number(.positive), default: .float(1e-5), "added to the variance")
  ]
  static let example = "dense(64) -> layer_norm -> relu"
  var nature: LayerNature { .normalization(overBatch: false) }

  let epsilon: Double

  init(_ arguments: Arguments) {
    epsilon = arguments.number("epsilon")
  }

  init(epsilon: Double) { self.epsilon = epsilon }

  func normalizedCount(of type: TensorType) -> Int? { type.dims.last?.size }

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let (_, width, _) = try builder.vectors(x, for: Self.name)
    let scale = try builder.parameter("scale", [width], .constant(1))
    let shift = try builder.parameter("shift", [width], .constant(0))
    return try builder.graph.emit(LayerNormalization(epsilon: epsilon), x, scale, shift)
  }
}
