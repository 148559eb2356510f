import MTLGraph

/// The two-dimensional convolution of pictures, channels last.
struct Conv: Layer {
  static let name = "conv"
  static let summary = "The two-dimensional convolution of pictures, channels last"
  static let details = """
    It takes `Float[height, width, n]` and gives `Float[height', width', channels]`. Weights are \
    `[kernel, kernel, n / groups, channels]`; weights and bias begin uniform within \
    `1 / sqrt(kernel * kernel * n / groups)`. With `groups: each` it is a depthwise convolution. \
    `padding: same` surrounds the picture with zeros so that the size stays (divided by the stride, \
    rounded up); `valid` lets windows lie inside only.
    """
  static let parameters: [ParameterDeclaration] = [
    .positional("channels", .size, "channels of the result"),
    .named(
      "kernel", .either([.integer(1...1024), .list(.integer(1...1024))]), required: true,
      "height and width of the window, or `[height, width]`"),
    .named("stride", .integer(1...1024), default: .integer(1), "distance between windows"),
    .named("padding", .word(["valid", "same"]), default: .word("valid"), "what lies outside"),
    .named(
      "dilation", .integer(1...1024), default: .integer(1), "distance between places of a window"),
    .named(
      "groups", .either([.integer(1...65_536), .word(["each"])]), default: .integer(1),
      "parts of the channels that see themselves alone; `each` channel by itself"),
    .named("bias", .flag, default: .flag(true), "whether a bias is added to each channel"),
  ]
  static let example = "conv(16, kernel: 3, padding: same) -> relu"
  static let setsLastAxis = true
  static let biasParameter: String? = "bias"
  var nature: LayerNature { .affine(hasBias: hasBias) }

  let channels: Dim
  let kernel: [Int]
  private let stride: Int
  private let padsToSame: Bool
  private let dilation: Int
  /// The number of groups; `nil` for one for each channel.
  private let groups: Int?
  let hasBias: Bool

  init(_ arguments: Arguments) {
    channels = arguments.dim("channels")
    kernel = arguments.windowSizes("kernel")
    stride = arguments.integer("stride")
    padsToSame = arguments.text("padding") == "same"
    dilation = arguments.integer("dilation")
    groups = arguments.text("groups") == nil ? max(arguments.integer("groups"), 1) : nil
    hasBias = arguments.flag("bias")
  }

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let picture = try builder.picture(x, for: Conv.name)
    guard kernel.count == 2 else {
      throw TypeMismatch("the `kernel` of `conv` is one size, or a list of height and width")
    }
    let inputs = picture.sizes?[2] ?? 1
    let groups = groups ?? inputs
    guard inputs % groups == 0, (channels.size ?? groups) % groups == 0 else {
      throw TypeMismatch(
        "`conv` cannot divide \(inputs) channels into \(channels) with \(groups) groups",
        help: "let the number of groups divide the channels before and behind")
    }
    let window = ConvolutionWindow(
      stride: stride, padsToSame: padsToSame, dilation: dilation, groups: groups)
    let scheme = Initializer.fanIn(kernel[0] * kernel[1] * inputs / groups)
    let dims: [Dim] = [.size(kernel[0]), .size(kernel[1]), .size(inputs / groups), channels]
    let weight = try builder.parameter("weight", dims, scheme)
    let result = try builder.graph.emit(Convolution(window: window), x, weight)
    guard hasBias else { return result }
    let bias = try builder.parameter("bias", [channels], scheme)
    return try builder.graph.add(
      result, builder.graph.broadcast(bias, to: builder.type(of: result)))
  }
}

extension Arguments {
  /// Height and width of a window that is given as one size or as a list of two.
  func windowSizes(_ name: String) -> [Int] {
    switch self[name] {
    case .integer(let size): [size, size]
    case .list(let sizes): sizes.compactMap { $0.number.map { Int($0) } }
    default: []
    }
  }
}
