import MTLGraph

/// The transposed convolution of pictures, which enlarges them.
struct TransposedConv: Layer {
  static let name = "transposed_conv"
  static let summary = "The transposed convolution of pictures, which enlarges them"
  static let details = """
    It takes `Float[height, width, n]` and gives `Float[height', width', channels]`: what the gradient of a \
    `conv` with the same kernel, stride and padding makes of its result. With `padding: same` the size is \
    multiplied by the stride; with `valid` it is `(size - 1) * stride + kernel`. Weights are `[kernel, kernel, \
    channels, n]`; weights and bias begin uniform within `1 / sqrt(kernel * kernel * channels)`.
    """
  static let parameters: [ParameterDeclaration] = [
    .positional("channels", .integer(1...65_536), "channels of the result"),
    .named(
      "kernel", .either([.integer(1...1024), .list(.integer(1...1024))]), required: true,
      "height and width of the window, or `[height, width]`"),
    .named("stride", .integer(1...1024), default: .integer(1), "how much the picture is enlarged"),
    .named("padding", .word(["valid", "same"]), default: .word("valid"), "what is cut off again"),
    .named("bias", .flag, default: .flag(true), "whether a bias is added to each channel"),
  ]
  static let example = "transposed_conv(16, kernel: 4, stride: 2, padding: same) -> relu"
  static let setsLastAxis = true
  static let biasParameter: String? = "bias"
  var nature: LayerNature { .affine(hasBias: hasBias) }

  let channels: Int
  let kernel: [Int]
  let window: ConvolutionWindow
  let hasBias: Bool

  init(_ arguments: Arguments) {
    channels = arguments.integer("channels")
    kernel = arguments.windowSizes("kernel")
    window = ConvolutionWindow(
      stride: arguments.integer("stride"), padsToSame: arguments.text("padding") == "same")
    hasBias = arguments.flag("bias")
  }

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let sizes = try builder.picture(x, for: Self.name).sizes ?? []
    guard kernel.count == 2 else {
      throw TypeMismatch(
        "the `kernel` of `transposed_conv` is one size, or a list of height and width")
    }
    let picture = (0..<2).map { axis in
      window.padsToSame
        ? sizes[axis] * window.stride : (sizes[axis] - 1) * window.stride + kernel[axis]
    }
    let scheme = Initializer.fanIn(kernel[0] * kernel[1] * channels)
    let weight = try builder.parameter(
      "weight", (kernel + [channels, sizes[2]]).map { .size($0) }, scheme)
    let result = try builder.graph.emit(
      ConvolutionInputGradient(window: window, picture: picture + [channels]), weight, x)
    guard hasBias else { return result }
    let bias = try builder.parameter("bias", [.size(channels)], scheme)
    return try builder.graph.add(
      result, builder.graph.broadcast(bias, to: builder.type(of: result)))
  }
}
