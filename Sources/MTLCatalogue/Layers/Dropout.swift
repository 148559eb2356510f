import MTLGraph

/// Sets elements to zero at random while training, and scales the others up.
struct Dropout: Layer {
  static let name = "dropout"
  static let summary = "Sets elements to zero at random while training, and scales the others up"
  static let details = """
    Each element is dropped with the given probability and otherwise divided by one minus it (Srivastava \
    et al., 2014); evaluation and prediction leave values as they are.
    """
  static let parameters: [ParameterDeclaration] = [
    .positional("probability", .number(.belowOne), "how likely an element is dropped")
  ]
  static let example = "dense(64) -> relu -> dropout(0.1)"

  let rate: Double

  init(_ arguments: Arguments) {
    rate = arguments.number("probability")
  }

  init(rate: Double) { self.rate = rate }

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let stream = builder.randomStream()
    guard builder.isTraining, rate > 0 else { return x }
    let mask = try builder.graph.emit(DropoutMask(keep: 1 - rate, stream: stream), x)
    return try builder.graph.multiply(x, mask)
  }
}
