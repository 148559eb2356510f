import MTLCatalogue
import MTLGraph
import MTLSemantics

/// What several tasks share, where a weighting has the optimizer move it for each task apart.
extension ParameterUpdate {
  /// The end of the flat vector, with a row of its gradient for each task; `nil` where it is empty.
  mutating func sharedPart(
    _ specs: [ParameterSpec], _ rows: [Int: TaskRows]
  ) throws(TypeMismatch) -> TrainedPart? {
    guard !rows.isEmpty, let parameters = builder.allParameters else { return nil }
    var (offsets, packed): ([Int], [Value]) = ([], [])
    for (index, spec) in specs.enumerated() {
      guard let rows = rows[index], let offset = layout.offsets[spec.name] else { continue }
      offsets.append(offset - layout.ownLength)
      packed.append(try penalized(rows, spec, at: offset))
    }
    let range = layout.ownLength..<layout.length
    let rates = try region(ofFactors: flatRates, range)
    var gradient = try builder.graph.pack(packed, at: offsets, length: range.count)
    if let rates {
      gradient = try builder.graph.multiply(gradient, builder.graph.isPositive(rates))
    }
    return TrainedPart(
      place: .shared, parameters: try region(of: parameters, range), gradient: gradient,
      decayMask: try region(ofFactors: flatDecayMask, range), rates: rates, segments: [])
  }

  /// The gradients of a parameter with those of the penalty, in equal parts for the tasks that train it.
  private mutating func penalized(
    _ rows: TaskRows, _ spec: ParameterSpec, at offset: Int
  ) throws(TypeMismatch) -> Value {
    guard let penalty = model.training.penalty, let vector = builder.allParameters else {
      return rows.value
    }
    let dims = spec.dims.compactMap(\.size)
    var values = try builder.graph.slice(vector, at: offset, dims: dims)
    if let mask = flatDecayMask {
      values = try builder.graph.multiply(
        values, builder.graph.slice(mask, at: offset, dims: dims))
    }
    let added = try builder.graph.broadcast(
      shares(of: rows.tasks), to: builder.graph.type(of: values))
    return try builder.graph.add(
      rows.value,
      builder.graph.multiply(penalty.gradient(of: values, in: &builder.graph), added))
  }

  /// Equal parts of 1 for those of some tasks that have a label in the batch, zeros for the others: a
  /// lane for each task.
  private func shares(of tasks: [Int]) throws(TypeMismatch) -> Value {
    var shares: [Value] = []
    for task in 0..<losses.count {
      shares.append(
        tasks.contains(task)
          ? try builder.graph.slice(losses.presence, at: task, dims: [])
          : try builder.graph.constant(0))
    }
    let lanes = try builder.graph.stackLanes(shares)
    return try builder.graph.divide(
      lanes, builder.graph.atLeastOne(builder.graph.sumRows(lanes)))
  }

  /// The next values of what several tasks share.
  ///
  /// - Parameter scalars: The optimizer's numbers of the step, which a decay goes by.
  func movedApart(_ part: TrainedPart, scalars: [Value]) throws(TypeMismatch) -> Value {
    guard let scheme = model.gradientWeighting as? any UpdateWeighting else {
      throw TypeMismatch("no weighting acts on the optimizer")
    }
    let optimizer = model.training.optimizer
    let rate = builder.graph.input(GraphName.learningRate, .scalar)
    let move = try builder.inScope(GraphName.weighting) { () throws(TypeMismatch) in
      try scheme.combine(
        builder.moves(
          along: GradientRows(values: part.gradient, losses: losses), by: optimizer,
          learningRate: rate), in: builder)
    }
    let next = try builder.graph.add(decayed(part, by: optimizer, scalars: scalars), move)
    return try moved(part.parameters, to: next, by: part.rates)
  }

  /// What the optimizer leaves of parameters that have no gradient.
  private func decayed(
    _ part: TrainedPart, by optimizer: any Optimizer, scalars: [Value]
  ) throws(TypeMismatch) -> Value {
    guard optimizer.decaysWeights else { return part.parameters }
    let zeros = try builder.graph.constant(0, builder.graph.type(of: part.parameters))
    return try optimizer.update(
      OptimizerOperands(
        parameters: part.parameters, gradient: zeros, states: optimizer.states.map { _ in zeros },
        scalars: scalars, decayMask: part.decayMask, segments: []), in: &builder.graph
    ).parameters
  }
}
