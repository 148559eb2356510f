import MTLGraph

/// Sets elements to zero at random while training, and scales the others up.
struct Dropout: Layer {
  static let name = "dropout"
  static let summary = "Sets elements to zero at random while training, and scales the others up"
  static let details = """
    Each element is dropped with the given probability and otherwise divided by one minus it (Srivastava \
    et al., 2014); evaluation and prediction leave values as they are. With `whole: channels` all of an index \
    of the last axis is dropped (Tompson et al., 2015), with `whole: places` all of a pixel or of a word.
    """
  static let parameters: [ParameterDeclaration] = [
    .positional(
      "probability", .number(.belowOne), usual: 0...0.75, "how likely an element is dropped"),
    .named(
      "whole", .word(["elements", "channels", "places"]), default: .word("elements"),
      "what is dropped as a whole: single elements, all of a channel, or all of a place"),
  ]
  static let example = "dense(64) -> relu -> dropout(0.1)"
  var nature: LayerNature { .dropout(rate: rate) }

  let rate: Double
  /// What is dropped as a whole.
  private let whole: String

  init(_ arguments: Arguments) {
    rate = arguments.number("probability")
    whole = arguments.text("whole") ?? "elements"
  }

  init(rate: Double) {
    self.rate = rate
    whole = "elements"
  }

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let stream = builder.randomStream()
    guard builder.isTraining, rate > 0 else { return x }
    let type = builder.type(of: x)
    let kept = DropoutMask(keep: 1 - rate, stream: stream)
    let mask: Value
    switch whole {
    case "channels" where type.dims.count > 1:
      let channels = TensorType(rows: type.rows, dims: type.dims.suffix(1))
      let factors = try builder.graph.emit(kept, builder.graph.constant(0, channels))
      mask = try builder.repeated(factors, to: type)
    case "places" where type.dims.count > 1:
      let places = TensorType(rows: type.rows, dims: type.dims.dropLast())
      let factors = try builder.graph.emit(kept, builder.graph.constant(0, places))
      mask = try builder.graph.broadcast(factors, to: type)
    default: mask = try builder.graph.emit(kept, x)
    }
    return try builder.graph.multiply(x, mask)
  }
}
