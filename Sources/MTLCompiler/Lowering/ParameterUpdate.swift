import MTLCatalogue
import MTLGraph
import MTLSemantics

/// The end of a training step's graph: from what is minimised to the next values of all that is trained.
///
/// The gradient has parts: the flat vector of most parameters, and for each table the rows that the
/// batch has read. Penalty, clipping and optimizer see them all alike; a norm is that of all parts.
struct ParameterUpdate {
  let model: CheckedModel
  let builder: ModelBuilder
  /// `nil` to learn which parameters and states there are: then nothing is updated.
  let layout: ParameterLayout

  /// Appends the update along gradients of all that is trained.
  func move(along gradients: [Value?], _ trained: TrainedParameters) throws(TypeMismatch) {
    builder.graph.origin = Origin(name: "train", line: 0)
    var parts = try parts(of: trained, gradients)
    for index in parts.indices { try penalize(&parts[index]) }
    if let clipping = model.training.clipping {
      let clipped = try clipping.clip(parts.map(\.gradient), in: &builder.graph)
      for index in parts.indices { parts[index].gradient = clipped[index] }
    }
    let optimizer = model.training.optimizer
    let scalars = optimizer.scalars.map { builder.graph.input(GraphName.scalar($0), .scalar) }
    for part in parts { try optimize(part, scalars: scalars) }
  }

  // MARK: Parts

  /// All that moves in the step, with its gradient.
  private func parts(
    of trained: TrainedParameters, _ gradients: [Value?]
  ) throws(TypeMismatch) -> [TrainedPart] {
    let flatCount = trained.flat.count
    var parts: [TrainedPart] = []
    if let part = try flatPart(trained.flat, gradients: Array(gradients.prefix(flatCount))) {
      parts.append(part)
    }
    let tables = zip(trained.tables, trained.values.dropFirst(flatCount))
    for ((spec, value), gradient) in zip(tables, gradients.dropFirst(flatCount)) {
      guard let gradient, let touched = value.touched else { continue }
      parts.append(try tablePart(spec, touched, gradient: gradient))
    }
    return parts
  }

  /// The flat vector, the gradients laid out as the parameters are.
  private func flatPart(
    _ specs: [ParameterSpec], gradients: [Value?]
  ) throws(TypeMismatch) -> TrainedPart? {
    guard let parameters = builder.allParameters else { return nil }
    var offsets: [Int] = []
    var packed: [Value] = []
    for (spec, gradient) in zip(specs, gradients) {
      guard let gradient, let offset = layout.offsets[spec.name] else { continue }
      offsets.append(offset)
      packed.append(gradient)
    }
    let gradient = try builder.graph.pack(packed, at: offsets, length: layout.length)
    return TrainedPart(
      place: .flat(length: layout.length), parameters: parameters, gradient: gradient,
      decayMask: flatDecayMask, rates: flatRates, segments: segments)
  }

  /// The rows of a table that the batch has read.
  private func tablePart(
    _ spec: ParameterSpec, _ touched: TouchedRows, gradient: Value
  ) throws(TypeMismatch) -> TrainedPart {
    guard let table = builder.value(ofParameter: spec.name) else {
      throw TypeMismatch("the table `\(spec.name)` has no value")
    }
    let rows = try touched.vectors(of: table, in: &builder.graph)
    let type = builder.graph.type(of: rows)
    return TrainedPart(
      place: .table(name: spec.name, type: builder.graph.type(of: table), touched),
      parameters: rows, gradient: gradient,
      decayMask: try tableDecay(spec, type), rates: try tableRate(spec, type), segments: [])
  }

  // MARK: Factors

  /// The factor on the learning rate of each parameter, where some have one of their own.
  private var flatRates: Value? {
    guard model.hasParameterRates || builder.parameters.contains(where: \.isFrozen) else {
      return nil
    }
    return builder.graph.variable(GraphName.rateMask, TensorType([layout.length]))
  }

  private func tableRate(
    _ spec: ParameterSpec, _ type: TensorType
  ) throws(TypeMismatch) -> Value? {
    guard model.hasParameterRates else { return nil }
    let name = ParameterLayout.variable(GraphName.rateMask, table: spec.name)
    return try builder.graph.broadcast(builder.graph.variable(name, .scalar), to: type)
  }

  /// The factor on the decay of each parameter, where it is not 1 for all: a weighting's own have none.
  private var flatDecayMask: Value? {
    let isUneven =
      model.hasParameterDecays || builder.parameters.contains(where: { !$0.decays })
    guard hasDecay, isUneven else { return nil }
    return builder.graph.variable(GraphName.decayMask, TensorType([layout.length]))
  }

  private func tableDecay(
    _ spec: ParameterSpec, _ type: TensorType
  ) throws(TypeMismatch) -> Value? {
    guard hasDecay, let factor = model.settings(ofParameter: spec.name)?.decay else { return nil }
    return try builder.graph.constant(factor, type)
  }

  private var hasDecay: Bool {
    model.training.penalty != nil || model.training.optimizer.decaysWeights
  }

  /// Where the parameters of the flat vector lie, in the order of their offsets.
  private var segments: [ParameterSegment] {
    builder.parameters.filter { !layout.isTable($0.name) }.compactMap { spec in
      layout.offsets[spec.name].map { offset in
        ParameterSegment(
          offset: offset, dims: spec.dims.compactMap(\.size), decays: spec.decays)
      }
    }
  }

  // MARK: Moving

  /// Adds the penalty's gradient; what stands still has no part in the gradient, nor in its norm.
  private func penalize(_ part: inout TrainedPart) throws(TypeMismatch) {
    if let penalty = model.training.penalty {
      let penalized =
        if let mask = part.decayMask {
          try builder.graph.multiply(part.parameters, mask)
        } else {
          part.parameters
        }
      let added = try penalty.gradient(of: penalized, in: &builder.graph)
      part.gradient = try builder.graph.add(part.gradient, added)
    }
    if let rates = part.rates {
      part.gradient = try builder.graph.multiply(
        part.gradient, builder.graph.isPositive(rates))
    }
  }

  private func optimize(_ part: TrainedPart, scalars: [Value]) throws(TypeMismatch) {
    let optimizer = model.training.optimizer
    var variables: [Value] = []
    var states: [Value] = []
    for state in optimizer.states {
      let variable = part.variable(of: GraphName.optimizerState(state), in: &builder.graph)
      variables.append(variable)
      states.append(try part.vectors(of: variable, in: &builder.graph))
    }
    let (next, nextStates) = try optimizer.update(
      OptimizerOperands(
        parameters: part.parameters, gradient: part.gradient, states: states, scalars: scalars,
        decayMask: part.decayMask, segments: part.segments), in: &builder.graph)
    let moved = try moved(part.parameters, to: next, by: part.rates)
    let parameters: Value? =
      switch part.place {
      case .flat: part.parameters
      case .table(let name, _, _): builder.value(ofParameter: name)
      }
    guard let parameters else { return }
    try average(part, assign(moved, to: parameters, of: part))
    for (variable, state) in zip(variables, nextStates) {
      _ = try assign(state, to: variable, of: part)
    }
  }

  /// Lets a variable have new vectors; its next value.
  private func assign(
    _ vectors: Value, to variable: Value, of part: TrainedPart
  ) throws(TypeMismatch) -> Value {
    let next = try part.replaced(in: variable, by: vectors, in: &builder.graph)
    builder.assign(variable, next)
    return next
  }

  /// Moves the average towards the new parameters, where one is kept.
  private func average(_ part: TrainedPart, _ parameters: Value) throws(TypeMismatch) {
    guard let decay = model.training.averageDecay else { return }
    let average = part.variable(of: GraphName.average, in: &builder.graph)
    let way = try builder.graph.subtract(parameters, average)
    builder.assign(average, try builder.graph.add(average, builder.graph.scale(way, by: 1 - decay)))
  }

  /// The way from the parameters to their next values, each gone as far as its rate says.
  private func moved(
    _ parameters: Value, to next: Value, by rates: Value?
  ) throws(TypeMismatch) -> Value {
    guard let rates else { return next }
    let way = try builder.graph.subtract(next, parameters)
    return try builder.graph.add(parameters, builder.graph.multiply(rates, way))
  }
}

/// What is updated as one: the flat vector, or the rows of a table that a batch has read.
private struct TrainedPart {
  enum Place {
    case flat(length: Int)
    case table(name: String, type: TensorType, TouchedRows)
  }

  let place: Place
  let parameters: Value
  var gradient: Value
  /// The factor on the decay; `nil` for 1.
  let decayMask: Value?
  /// The factor on the learning rate; `nil` for 1.
  let rates: Value?
  let segments: [ParameterSegment]

  /// The variable of a vector that is kept beside the parameters.
  func variable(of vector: String, in graph: inout Graph) -> Value {
    switch place {
    case .flat(let length): graph.variable(vector, TensorType([length]))
    case .table(let name, let type, _):
      graph.variable(ParameterLayout.variable(vector, table: name), type)
    }
  }

  /// What is updated of a variable.
  func vectors(of variable: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    guard case .table(_, _, let touched) = place else { return variable }
    return try touched.vectors(of: variable, in: &graph)
  }

  /// A variable's next value.
  func replaced(
    in variable: Value, by vectors: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    guard case .table(_, _, let touched) = place else { return vectors }
    return try touched.replaced(in: variable, by: vectors, in: &graph)
  }
}
