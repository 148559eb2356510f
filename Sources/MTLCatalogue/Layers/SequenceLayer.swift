import MTLGraph

extension ModelBuilder {
  /// The type of a sequence `[time, width]`, or the mismatch that says what was found.
  func sequence(_ x: Value, for layer: String) throws(TypeMismatch) -> TensorType {
    let type = type(of: x)
    guard type.dims.count == 2 else {
      throw TypeMismatch("`\(layer)` takes a sequence `Float[time, width]`, not `\(type)`")
    }
    return type
  }

  /// 1 at each place of a sequence that holds something, else 0, `[time]`.
  package func places(of sequence: Value) throws(TypeMismatch) -> Value {
    if let mask = placeMask(of: sequence) { return mask }
    let type = type(of: sequence)
    return try graph.constant(1, TensorType(rows: type.rows, dims: [type.dims[0]]))
  }

  /// The affine map `x * weight + bias` of parameters with a prefix to their names.
  func affine(
    _ x: Value, to outputs: Dim, prefix: String, _ scheme: Initializer
  ) throws(TypeMismatch) -> Value {
    let inputs = type(of: x).dims.last ?? .size(1)
    let weight = try parameter("\(prefix)_weight", [inputs, outputs], scheme)
    let bias = try parameter("\(prefix)_bias", [outputs], scheme)
    let product = try graph.emit(MatrixProduct(), x, weight)
    return try graph.add(product, graph.broadcast(bias, to: type(of: product)))
  }
}

/// A step from a sequence `[time, width]` to one vector.
protocol OverTime: Layer {
  /// The vector of a sequence.
  ///
  /// - Parameter mask: 1 at each place that holds something, else 0; `nil` where all do.
  func reduce(
    _ sequence: Value, mask: Value?, in graph: inout Graph
  ) throws(TypeMismatch) -> Value

  init()
}

extension OverTime {
  package static var parameters: [ParameterDeclaration] {
    [.positional("axis", .word(["time"]), "the axis that is left out")]
  }
  package var keepsPlaces: Bool { false }

  package init(_ arguments: Arguments) { self.init() }

  /// The vector of a sequence; with a length that is not known yet, only its type.
  package func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let type = try builder.sequence(x, for: Self.name)
    guard type.sizes != nil else {
      return builder.pending(TensorType(rows: type.rows, dims: [type.dims[1]]))
    }
    return try reduce(x, mask: builder.placeMask(of: x), in: &builder.graph)
  }
}

extension Graph {
  /// One vector of a sequence `[time, width]`, by pooling over all of its places.
  mutating func pooledOverTime(
    _ sequence: Value, by operation: (PoolingWindow) -> any Primitive
  ) throws(TypeMismatch) -> Value {
    let dims = type(of: sequence).dims
    let length = dims[0].size ?? 1
    let picture = try emit(Reshape(dims: [dims[0], .size(1), dims[1]]), sequence)
    let window = PoolingWindow(height: length, width: 1, strideHeight: length, strideWidth: 1)
    return try emit(Reshape(dims: [dims[1]]), emit(operation(window), picture))
  }

  /// A sequence times the number that stands for each of its places.
  mutating func weighted(_ sequence: Value, by places: Value) throws(TypeMismatch) -> Value {
    try multiply(sequence, broadcast(places, to: type(of: sequence)))
  }

  /// The sum of a sequence's vectors.
  mutating func summedOverTime(_ sequence: Value) throws(TypeMismatch) -> Value {
    let length = Double(type(of: sequence).dims[0].size ?? 1)
    let mean = try pooledOverTime(sequence) { AveragePool(window: $0) }
    return try scale(mean, by: length)
  }
}
