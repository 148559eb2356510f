import MTLGraph

/// A rectifier that lets a share of what is below 0 through.
struct LeakyRelu: Layer {
  static let name = "leaky_relu"
  static let summary = "A rectifier that lets a share of what is below 0 through"
  static let details = """
    `x` above 0, else `slope * x` (Maas, Hannun and Ng, 2013).
    """
  static let parameters: [ParameterDeclaration] = [
    .named("slope", .number(.nonNegative), default: .float(0.01), "factor below 0")
  ]
  static let example = "dense(64) -> leaky_relu(slope: 0.1)"
  var nature: LayerNature { .activation(ActivationNature(.all)) }

  let slope: Double

  init(_ arguments: Arguments) {
    slope = arguments.number("slope")
  }

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let above = try builder.graph.emit(Rectify(), x)
    let below = try builder.graph.emit(MinimumConstant(constant: 0), x)
    return try builder.graph.add(above, builder.graph.scale(below, by: slope))
  }
}
