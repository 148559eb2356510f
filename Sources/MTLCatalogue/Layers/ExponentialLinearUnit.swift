import MTLGraph

/// The exponential linear unit.
struct ExponentialLinearUnit: Layer {
  static let name = "elu"
  static let summary = "The exponential linear unit"
  static let details = """
    `x` above 0, else `alpha * (exp(x) - 1)` (Clevert, Unterthiner and Hochreiter, 2016).
    """
  static let parameters: [ParameterDeclaration] = [
    .named("alpha", .number(.positive), default: .float(1), "how far it goes below 0")
  ]
  static let example = "dense(64) -> elu"
  var nature: LayerNature { .activation(ActivationNature(.all)) }

  let alpha: Double

  init(_ arguments: Arguments) {
    alpha = arguments.number("alpha")
  }

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    try Self.value(x, alpha: alpha, in: &builder.graph)
  }

  /// The unit at every element; the exponential sees nothing above 0, so it does not overflow.
  static func value(
    _ x: Value, alpha: Double, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    let below = try graph.emit(MinimumConstant(constant: 0), x)
    let curve = try graph.offset(graph.emit(Exponential(), below), by: -1)
    return try graph.add(graph.emit(Rectify(), x), graph.scale(curve, by: alpha))
  }
}
