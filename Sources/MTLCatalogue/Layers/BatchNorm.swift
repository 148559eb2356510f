import MTLGraph

/// Normalises each channel over the batch, then scales and shifts it.
struct BatchNorm: Layer {
  static let name = "batch_norm"
  static let summary = "Normalises each channel over the batch, then scales and shifts it"
  static let details = """
    `(x - mean) / sqrt(variance + epsilon) * scale + shift`, mean and variance over the rows and all \
    places of a channel (Ioffe and Szegedy, 2015). Evaluation uses running statistics, which move by \
    `momentum` towards the batch's in each step that has rows, the variance unbiased. Scale begins at 1, \
    shift at 0.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("momentum", .number(NumberRange(0, 1)), default: .float(0.1), "share of the new batch"),
    .named(
      "epsilon", .number(NumberRange(0, 1, excludesLower: true)), default: .float(1e-5),
      "added to the variance"),
  ]
  static let example = "conv(32, kernel: 3) -> batch_norm -> relu"
  var nature: LayerNature { .normalization(overBatch: true) }

  let momentum: Double
  let epsilon: Double

  init(_ arguments: Arguments) {
    momentum = arguments.number("momentum")
    epsilon = arguments.number("epsilon")
  }

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let type = builder.type(of: x)
    guard let channels = type.dims.last else {
      throw TypeMismatch("`batch_norm` takes a value with a last axis")
    }
    let runningMean = builder.state("running_mean", [channels], .constant(0))
    let runningVariance = builder.state("running_variance", [channels], .constant(1))
    var statistics = (mean: runningMean, variance: runningVariance)
    if builder.isTraining {
      statistics = try batchStatistics(of: x, in: &builder.graph)
      try update(runningMean, towards: statistics.mean, rows: type.rows, in: builder)
      let unbiased = try unbiased(statistics.variance, type: type, in: &builder.graph)
      try update(runningVariance, towards: unbiased, rows: type.rows, in: builder)
    }
    let scale = try builder.parameter("scale", [channels], .constant(1))
    let shift = try builder.parameter("shift", [channels], .constant(0))
    let variance = try builder.graph.offset(statistics.variance, by: epsilon)
    let factor = try builder.graph.multiply(
      builder.graph.emit(ReciprocalSquareRoot(), variance), scale)
    return try builder.graph.emit(Standardize(), x, statistics.mean, factor, shift)
  }

  private func batchStatistics(
    of x: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> (mean: Value, variance: Value) {
    let channel = TensorType(dims: graph.type(of: x).dims.suffix(1))
    guard let channels = channel.sizes?.first else {
      // Before the data are read, shapes alone matter.
      let mean = try graph.mean(x, to: channel)
      return (mean, mean)
    }
    let moments = try graph.emit(ColumnMoments(), x)
    return try (
      mean: graph.slice(moments, at: 0, dims: [channels]),
      variance: graph.slice(moments, at: channels, dims: [channels])
    )
  }

  /// `variance * n / (n - 1)` for n observations, and `variance` for one.
  private func unbiased(
    _ variance: Value, type: TensorType, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    let places = Double(type.dims.dropLast().reduce(1) { $0 * ($1.size ?? 1) })
    guard let rows = type.rows else { return variance }
    let count = try graph.scale(graph.rowCount(rows), by: places)
    let others = try graph.emit(MaximumConstant(constant: 1), graph.offset(count, by: -1))
    let atLeastOne = try graph.emit(MaximumConstant(constant: 1), count)
    let factor = try graph.divide(atLeastOne, others)
    return try graph.multiply(variance, graph.broadcast(factor, to: graph.type(of: variance)))
  }

  /// `state + momentum * (value - state)`; a step without rows leaves the state as it is.
  private func update(
    _ state: Value, towards value: Value, rows: RowSpace?, in builder: ModelBuilder
  ) throws(TypeMismatch) {
    let difference = try builder.graph.subtract(value, state)
    var change = try builder.graph.scale(difference, by: momentum)
    if let rows {
      let presence = try builder.graph.atMostOne(builder.graph.rowCount(rows))
      change = try builder.graph.multiply(change, byScalar: presence)
    }
    builder.assign(state, try builder.graph.add(state, change))
  }
}
