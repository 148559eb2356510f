import MTLCatalogue
import MTLGraph
import MTLSemantics

/// The end of a training step's graph: from what is minimised to the next values of all that is trained.
///
/// The gradient has parts: the flat vector of most parameters, and for each table the rows that the
/// batch has read. Penalty, clipping and optimizer see them all alike; a norm is that of all parts. Where
/// a weighting acts on the optimizer, what tasks share is a part too, with a row for each task.
struct ParameterUpdate {
  let model: CheckedModel
  let builder: ModelBuilder
  let layout: ParameterLayout
  /// The losses of the step, as weightings see them.
  let losses: TaskLosses
  /// The factor on the learning rate of each parameter, where some have one of their own.
  private(set) lazy var flatRates = makeFlatRates()
  /// The factor on the decay of each parameter, where it is not 1 for all: a weighting's own have none.
  private(set) lazy var flatDecayMask = makeFlatDecayMask()

  init(model: CheckedModel, builder: ModelBuilder, layout: ParameterLayout, losses: TaskLosses) {
    self.model = model
    self.builder = builder
    self.layout = layout
    self.losses = losses
  }

  /// Appends the update along gradients of all that is trained.
  mutating func move(
    along gradients: TaskGradients, _ trained: TrainedParameters
  ) throws(TypeMismatch) {
    builder.graph.origin = Origin(name: "train", line: 0)
    var parts = try parts(of: trained, gradients.gradients)
    for index in parts.indices { try penalize(&parts[index]) }
    if let shared = try sharedPart(trained.flat, gradients.rows) { parts.append(shared) }
    try clip(&parts)
    let optimizer = model.training.optimizer
    let scalars = optimizer.scalars.map { builder.graph.input(GraphName.scalar($0), .scalar) }
    var regions: [(offset: Int, next: Value)] = []
    for part in parts {
      switch part.place {
      case .flat, .table: try optimize(part, scalars: scalars)
      case .own: regions.append((0, try moved(part, scalars: scalars)))
      case .shared: regions.append((layout.ownLength, try movedApart(part, scalars: scalars)))
      }
    }
    try join(regions)
  }

  private func clip(_ parts: inout [TrainedPart]) throws(TypeMismatch) {
    guard let clipping = model.training.clipping else { return }
    var sums: [Value] = []
    for part in parts {
      sums.append(
        part.place.hasRows ? try builder.graph.sumRows(part.gradient) : part.gradient)
    }
    let clipped = try clipping.clip(parts.map(\.gradient), sums: sums, in: &builder.graph)
    for index in parts.indices { parts[index].gradient = clipped[index] }
  }

  // MARK: Parts

  /// All that moves in the step, with its gradient.
  private mutating func parts(
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
  private mutating func flatPart(
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
    let length = layout.ownLength
    let gradient = try builder.graph.pack(packed, at: offsets, length: length)
    return TrainedPart(
      place: layout.apartLength > 0 ? .own(length: length) : .flat(length: length),
      parameters: try region(of: parameters, 0..<length), gradient: gradient,
      decayMask: try region(ofFactors: flatDecayMask, 0..<length),
      rates: try region(ofFactors: flatRates, 0..<length), segments: segments)
  }

  /// A part of a flat vector.
  func region(of vector: Value, _ range: Range<Int>) throws(TypeMismatch) -> Value {
    if range.count == layout.length { return vector }
    return try builder.graph.slice(vector, at: range.lowerBound, dims: [range.count])
  }

  /// A part of a flat vector, where there is one.
  func region(ofFactors vector: Value?, _ range: Range<Int>) throws(TypeMismatch) -> Value? {
    guard let vector else { return nil }
    return try region(of: vector, range)
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

  private func makeFlatRates() -> Value? {
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

  private func makeFlatDecayMask() -> Value? {
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
    builder.parameters.filter { spec in
      !layout.isTable(spec.name) && !layout.isApart(spec.name)
    }.compactMap { spec in
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

  /// Moves a part, and what is kept beside it.
  private func optimize(_ part: TrainedPart, scalars: [Value]) throws(TypeMismatch) {
    let (moved, vectors) = try step(of: part, scalars: scalars)
    let parameters: Value? =
      switch part.place {
      case .table(let name, _, _): builder.value(ofParameter: name)
      default: part.parameters
      }
    guard let parameters else { return }
    try average(part, assign(moved, to: parameters, of: part))
    for (variable, state) in vectors { _ = try assign(state, to: variable, of: part) }
  }

  /// The next values of a part of the flat vector; the optimizer's vectors are moved.
  private func moved(_ part: TrainedPart, scalars: [Value]) throws(TypeMismatch) -> Value {
    let (moved, vectors) = try step(of: part, scalars: scalars)
    for (variable, state) in vectors { builder.assign(variable, state) }
    return moved
  }

  /// Lets the flat vector have the next values of its parts.
  private func join(_ regions: [(offset: Int, next: Value)]) throws(TypeMismatch) {
    guard !regions.isEmpty, let parameters = builder.allParameters else { return }
    let next = try builder.graph.pack(
      regions.map(\.next), at: regions.map(\.offset), length: layout.length)
    builder.assign(parameters, next)
    guard model.training.averageDecay != nil else { return }
    try average(
      builder.graph.variable(GraphName.average, TensorType([layout.length])), next)
  }

  /// The next values of a part, and of the optimizer's vectors.
  private func step(
    of part: TrainedPart, scalars: [Value]
  ) throws(TypeMismatch) -> (moved: Value, vectors: [(variable: Value, next: Value)]) {
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
    return (moved, zip(variables, nextStates).map { (variable: $0, next: $1) })
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
    guard model.training.averageDecay != nil else { return }
    try average(part.variable(of: GraphName.average, in: &builder.graph), parameters)
  }

  private func average(_ average: Value, _ parameters: Value) throws(TypeMismatch) {
    guard let decay = model.training.averageDecay else { return }
    let way = try builder.graph.subtract(parameters, average)
    builder.assign(average, try builder.graph.add(average, builder.graph.scale(way, by: 1 - decay)))
  }

  /// The way from the parameters to their next values, each gone as far as its rate says.
  func moved(
    _ parameters: Value, to next: Value, by rates: Value?
  ) throws(TypeMismatch) -> Value {
    guard let rates else { return next }
    let way = try builder.graph.subtract(next, parameters)
    return try builder.graph.add(parameters, builder.graph.multiply(rates, way))
  }
}

/// What is updated as one: the flat vector, or the rows of a table that a batch has read.
struct TrainedPart {
  enum Place {
    case flat(length: Int)
    /// The beginning of the flat vector, where there is an end that is kept apart.
    case own(length: Int)
    /// That end: the gradient has a row for each task.
    case shared
    case table(name: String, type: TensorType, TouchedRows)

    /// Whether the gradient has a row for each task.
    var hasRows: Bool { if case .shared = self { true } else { false } }
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
    case .flat(let length), .own(let length): graph.variable(vector, TensorType([length]))
    case .shared: graph.variable(vector, graph.type(of: parameters))
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
