import MTLGraph

/// Scales and shifts the channels of a value by what another vector says.
struct FeatureModulation: Layer {
  static let name = "film"
  static let summary = "Scales and shifts the channels of a value by what another vector says"
  static let details = """
    `x * (1 + g) + b` with g and b affine in the named vector, one for each element of the last axis (Perez et \
    al., 2018). Both begin with zeros, so that nothing changes at first.
    """
  static let example = "from wide -> film(skip)"
  static let operandCount = 1...1

  init(_ arguments: Arguments) {}

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let type = builder.type(of: x)
    let condition = builder.type(of: operands[0])
    guard let channels = type.dims.last, condition.dims.count == 1 else {
      throw TypeMismatch(
        "`film` takes a value with a last axis and a vector, not `\(type)` and `\(condition)`")
    }
    let scale = try builder.affine(operands[0], to: channels, prefix: "scale", .constant(0))
    let shift = try builder.affine(operands[0], to: channels, prefix: "shift", .constant(0))
    let factor = try builder.graph.offset(scale, by: 1)
    let scaled = try builder.graph.multiply(x, builder.repeated(factor, to: type))
    return try builder.graph.add(scaled, builder.repeated(shift, to: type))
  }
}

extension ModelBuilder {
  /// A vector of each row at every place of a larger value whose last axis it fits.
  func repeated(_ vector: Value, to type: TensorType) throws(TypeMismatch) -> Value {
    guard type.dims.count > 1 else { return vector }
    guard let sizes = type.sizes else { return pending(type) }
    return try graph.rearranged(vector, to: sizes, blockAxes: 1, .spread)
  }
}
