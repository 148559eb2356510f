import MTLGraph

/// The mean of each window of a picture, channel by channel.
struct AveragePoolLayer: Layer {
  static let name = "average_pool"
  static let summary = "The mean of each window of a picture, channel by channel"
  static let details = """
    It takes `Float[height, width, n]`. Windows lie inside the picture and, unless `stride` says \
    otherwise, side by side; places left over at the end are not seen. `average_pool(all)` gives one \
    number for each channel, `Float[n]`.
    """
  static let parameters = PoolingArguments.parameters
  static let example = "average_pool(2)"
  static let probability = ProbabilityRule.preserved

  let arguments: PoolingArguments

  init(_ arguments: Arguments) {
    self.arguments = PoolingArguments(arguments)
  }

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let picture = try builder.picture(x, for: Self.name)
    let window = try arguments.window(over: picture, for: Self.name)
    return try arguments.finish(builder.graph.emit(AveragePool(window: window), x), in: builder)
  }
}
