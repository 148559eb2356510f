import MTLGraph

/// Divides each vector along the last axis by its root mean square, then scales its elements.
struct RmsNorm: Layer {
  static let name = "rms_norm"
  static let summary =
    "Divides each vector along the last axis by its root mean square, then scales its elements"
  static let details = """
    `x / sqrt(mean(x^2) + epsilon) * scale`: `layer_norm` without the mean (Zhang and Sennrich, 2019). \
    Scale begins at 1.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("epsilon", .number(.positive), default: .float(1e-6), "added to the mean square")
  ]
  static let example = "dense(64) -> rms_norm -> relu"
  var nature: LayerNature { .normalization(overBatch: false) }

  let epsilon: Double

  init(_ arguments: Arguments) {
    epsilon = arguments.number("epsilon")
  }

  func normalizedCount(of type: TensorType) -> Int? { type.dims.last?.size }

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let (type, width, vectors) = try builder.vectors(x, for: Self.name)
    let squares = try builder.graph.emit(Square(), x)
    let size = try builder.graph.offset(builder.graph.mean(squares, to: vectors), by: epsilon)
    let factor = try builder.graph.emit(ReciprocalSquareRoot(), size)
    let normal = try builder.graph.multiply(x, builder.graph.broadcast(factor, to: type))
    let scale = try builder.parameter("scale", [width], .constant(1))
    return try builder.graph.multiply(normal, builder.graph.broadcast(scale, to: type))
  }
}
