import MTLGraph

/// Normalises groups of channels over a whole picture, then scales and shifts the channels.
struct GroupNorm: Layer {
  static let name = "group_norm"
  static let summary =
    "Normalises groups of channels over a whole picture, then scales and shifts the channels"
  static let details = """
    `(x - mean) / sqrt(variance + epsilon) * scale + shift`, mean and variance of a row over all places and the \
    channels of a group; neighbouring channels are one group (Wu and He, 2018). With one channel a group it \
    is instance normalisation. Scale begins at 1, shift at 0.
    """
  static let parameters: [ParameterDeclaration] = [
    .positional("groups", .integer(1...65_536), "how many groups share the channels"),
    .named("epsilon", .number(.positive), default: .float(1e-5), "added to the variance"),
  ]
  static let example = "conv(32, kernel: 3) -> group_norm(8) -> relu"
  var nature: LayerNature { .normalization(overBatch: false) }

  let groups: Int
  let epsilon: Double

  init(_ arguments: Arguments) {
    groups = max(arguments.integer("groups"), 1)
    epsilon = arguments.number("epsilon")
  }

  func normalizedCount(of type: TensorType) -> Int? { type.dims.knownProduct.map { $0 / groups } }

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let type = builder.type(of: x)
    guard let sizes = type.sizes, let channels = sizes.last else {
      throw TypeMismatch("`group_norm` takes a value whose size is known, not `\(type)`")
    }
    guard channels % groups == 0 else {
      throw TypeMismatch(
        "`group_norm` cannot divide \(channels) channels into \(groups) groups",
        help: "let the number of groups divide the channels")
    }
    let places = sizes.dropLast().reduce(1, *)
    let parts = [places, groups, channels / groups]
    let normal = try normalized(x, parts: parts, type: type, in: builder)
    let scale = try builder.parameter("scale", [.size(channels)], .constant(1))
    let shift = try builder.parameter("shift", [.size(channels)], .constant(0))
    let scaled = try builder.graph.multiply(normal, builder.graph.broadcast(scale, to: type))
    return try builder.graph.add(scaled, builder.graph.broadcast(shift, to: type))
  }

  /// The normalised value: the groups one after another, normalised, and put back in their places.
  private func normalized(
    _ x: Value, parts: [Int], type: TensorType, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let (places, width) = (parts[0], parts[2])
    let byPlace = try builder.graph.emit(Reshape(dims: parts.map { .size($0) }), x)
    let turned = try builder.graph.rearranged(
      byPlace, to: [groups, places, width], blockAxes: 1, .order([1, 0, 2]))
    let rows = TensorType(rows: type.rows, [groups, places * width])
    let grouped = try builder.graph.emit(Reshape(dims: rows.dims), turned)
    let numbers = TensorType(rows: type.rows, [groups])
    let mean = try builder.graph.mean(grouped, to: numbers)
    let centered = try builder.graph.subtract(grouped, builder.graph.broadcast(mean, to: rows))
    let squares = try builder.graph.emit(Square(), centered)
    let variance = try builder.graph.offset(builder.graph.mean(squares, to: numbers), by: epsilon)
    let factor = try builder.graph.emit(ReciprocalSquareRoot(), variance)
    let normal = try builder.graph.multiply(centered, builder.graph.broadcast(factor, to: rows))
    let byGroup = try builder.graph.emit(
      Reshape(dims: [.size(groups), .size(places), .size(width)]), normal)
    let back = try builder.graph.rearranged(byGroup, to: parts, blockAxes: 1, .order([1, 0, 2]))
    return try builder.graph.emit(Reshape(dims: type.dims), back)
  }
}
