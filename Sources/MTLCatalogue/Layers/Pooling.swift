import MTLGraph

/// What the pooling layers have in common: a window, its stride, or `all` of the picture.
struct PoolingArguments {
  static let parameters: [ParameterDeclaration] = [
    .positional(
      "window", .either([.integer(1...65_536), .list(.integer(1...65_536)), .word(["all"])]),
      "height and width of the window, `[height, width]`, or `all` of the picture"),
    .named(
      "stride", .integer(1...1024), "distance between windows; the window's size unless given"),
  ]

  /// Empty for all of the picture.
  let window: [Int]
  let stride: Int?

  init(_ arguments: Arguments) {
    window = arguments.windowSizes("window")
    stride = arguments["stride"] == nil ? nil : arguments.integer("stride")
  }

  /// The window over a picture.
  func window(over picture: TensorType, for layer: String) throws(TypeMismatch) -> PoolingWindow {
    let sizes = window.isEmpty ? Array((picture.sizes ?? []).prefix(2)) : window
    guard sizes.count == 2 else {
      throw TypeMismatch("the window of `\(layer)` is one size, or a list of height and width")
    }
    return PoolingWindow(
      height: sizes[0], width: sizes[1], strideHeight: stride ?? sizes[0],
      strideWidth: stride ?? sizes[1])
  }

  /// A picture pooled over all of itself loses its height and width.
  func finish(_ pooled: Value, in builder: ModelBuilder) throws(TypeMismatch) -> Value {
    guard window.isEmpty else { return pooled }
    let channels = builder.type(of: pooled).dims.suffix(1)
    return try builder.graph.emit(Reshape(dims: Array(channels)), pooled)
  }
}

/// A layer that makes one number of each window of a picture, channel by channel.
protocol PoolingLayer: Layer {
  var arguments: PoolingArguments { get }

  /// The operation over a window.
  static func operation(_ window: PoolingWindow) -> any Primitive
}

extension PoolingLayer {
  package static var parameters: [ParameterDeclaration] { PoolingArguments.parameters }
  package static var probability: ProbabilityRule { .preserved }

  /// The pooled picture.
  package func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let picture = try builder.picture(x, for: Self.name)
    let window = try arguments.window(over: picture, for: Self.name)
    return try arguments.finish(builder.graph.emit(Self.operation(window), x), in: builder)
  }
}
