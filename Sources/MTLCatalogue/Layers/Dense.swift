import MTLGraph

/// The affine map `x * weight + bias` along the last axis.
struct Dense: Layer {
  static let name = "dense"
  static let summary = "The affine map `x * weight + bias` along the last axis"
  static let details = """
    It takes `Float[.., n]` and gives `Float[.., units]`. Weights are `[n, units]`; weights and bias \
    begin uniform within `1 / sqrt(n)`.
    """
  static let parameters: [ParameterDeclaration] = [
    .positional("units", .size, "length of the result's last axis"),
    .named("bias", .flag, default: .flag(true), "whether a bias is added"),
  ]
  static let example = "dense(64) -> relu"
  static let setsLastAxis = true
  static let biasParameter: String? = "bias"
  var nature: LayerNature { .affine(hasBias: hasBias) }

  let units: Dim
  let hasBias: Bool

  init(_ arguments: Arguments) {
    units = arguments.dim("units")
    hasBias = arguments.flag("bias")
  }

  init(units: Dim) {
    self.units = units
    hasBias = true
  }

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let type = builder.type(of: x)
    guard let inputs = type.dims.last else {
      throw TypeMismatch("`dense` takes a value with a last axis, not one number for each row")
    }
    let scheme = Initializer.fanIn(inputs.size ?? 1)
    let weight = try builder.parameter("weight", [inputs, units], scheme)
    let product = try builder.graph.emit(MatrixProduct(), x, weight)
    guard hasBias else { return product }
    let bias = try builder.parameter("bias", [units], scheme)
    let repeated = try builder.graph.broadcast(bias, to: builder.type(of: product))
    return try builder.graph.add(product, repeated)
  }
}
