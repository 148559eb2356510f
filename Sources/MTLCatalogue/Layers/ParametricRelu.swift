import MTLGraph

/// A rectifier that learns its slope below 0.
struct ParametricRelu: Layer {
  static let name = "prelu"
  static let summary = "A rectifier that learns its slope below 0"
  static let details = """
    `x` above 0, else `slope * x`, the slope a parameter of its own for each place of the last axis. Slopes
    begin at `initial` (He et al., 2015).
    """
  static let parameters: [ParameterDeclaration] = [
    .named("initial", .number(.any), default: .float(0.25), "the slope at the beginning")
  ]
  static let example = "conv(16, kernel: 3) -> prelu"
  var nature: LayerNature { .activation(ActivationNature(.all)) }

  let initial: Double

  init(_ arguments: Arguments) {
    initial = arguments.number("initial")
  }

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let (type, width, _) = try builder.vectors(x, for: Self.name)
    let slope = try builder.parameter("slope", [width], .constant(initial))
    let below = try builder.graph.emit(MinimumConstant(constant: 0), x)
    let sloped = try builder.graph.multiply(below, builder.graph.broadcast(slope, to: type))
    return try builder.graph.add(builder.graph.emit(Rectify(), x), sloped)
  }
}
