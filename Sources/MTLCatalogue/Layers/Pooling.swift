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
