import MTLCatalogue
import MTLGraph
import MTLSemantics

/// The graph of a training step: forward, losses, weighting, gradients, and the update of everything
/// that training keeps.
struct TrainingGraph {
  let model: CheckedModel
  /// `nil` to learn which parameters there are: then the graph ends with the total loss.
  let layout: ParameterLayout?
  private let builder: ModelBuilder
  private let assembly: ModelAssembly

  init(model: CheckedModel, facts: DataFacts, layout: ParameterLayout?) {
    self.model = model
    self.layout = layout
    builder = ModelBuilder(isTraining: true, layout: layout)
    assembly = ModelAssembly(builder: builder, facts: facts)
  }

  /// Builds the graph.
  func build() throws(TypeMismatch) -> BuiltGraph {
    try assembly.assembleBodies(of: model)
    var losses: [TaskLoss] = []
    for task in model.tasks { losses.append(try loss(of: task)) }
    builder.graph.origin = Origin(name: GraphName.weighting, line: 0)
    let weighted = try builder.inScope(GraphName.weighting) { () throws(TypeMismatch) in
      try model.weighting.combine(losses, in: builder)
    }
    report(losses, weighted)
    if let layout { try update(minimizing: weighted.total, layout: layout) }
    return BuiltGraph(builder: builder, feeds: assembly.feeds, steps: assembly.steps)
  }

  // MARK: Losses

  /// The sum of a task's terms, each the mean over the rows, or places, that have its label.
  private func loss(of task: CheckedTask) throws(TypeMismatch) -> TaskLoss {
    builder.graph.origin = Origin(name: task.name, line: task.line)
    var total: Value?
    var presence: Value?
    for term in task.losses {
      let (mean, isPresent) = try self.mean(of: term, task: task.name)
      let scaled = try builder.graph.scale(mean, by: term.factor)
      total = if let sum = total { try builder.graph.add(sum, scaled) } else { scaled }
      presence =
        if let other = presence { try builder.graph.larger(other, isPresent) } else { isPresent }
    }
    guard let total, let presence, let first = task.losses.first else {
      throw TypeMismatch("the task `\(task.name)` has no loss")
    }
    return TaskLoss(
      task: task.name, family: task.family, value: total, presence: presence,
      likelihood: type(of: first.loss).likelihood)
  }

  /// `sum(mask * loss) / max(sum(mask), 1)`, and whether the mask has a row at all.
  private func mean(
    of term: CheckedLoss, task: String
  ) throws(TypeMismatch) -> (mean: Value, isPresent: Value) {
    let (losses, mask) = try assembly.losses(of: term, task: task)
    let sum = try builder.graph.sum(builder.graph.multiply(losses, mask), to: .scalar)
    let count = try builder.graph.sum(mask, to: .scalar)
    let mean = try builder.graph.divide(sum, builder.graph.atLeastOne(count))
    return (mean, try builder.graph.atMostOne(count))
  }

  private func report(_ losses: [TaskLoss], _ weighted: WeightedLoss) {
    for (loss, weight) in zip(losses, weighted.weights) {
      output(GraphName.loss(loss.task), loss.value)
      output(GraphName.weight(loss.task), weight)
      output(GraphName.presence(loss.task), loss.presence)
    }
    output(GraphName.total, weighted.total)
  }

  private func output(_ name: String, _ value: Value) {
    builder.graph.outputs.append(Graph.Output(name: name, value: value))
  }

  // MARK: Update

  private func update(minimizing total: Value, layout: ParameterLayout) throws(TypeMismatch) {
    guard let parameters = builder.allParameters else { return }
    builder.graph.origin = Origin(name: "train", line: 0)
    var gradient = try packedGradient(of: total, layout: layout)
    let mask = decayMask(layout)
    if let penalty = model.training.penalty {
      let penalized =
        if let mask { try builder.graph.multiply(parameters, mask) } else { parameters }
      let added = try penalty.gradient(of: penalized, in: &builder.graph)
      gradient = try builder.graph.add(gradient, added)
    }
    let rates = rateMask(layout)
    if let rates {
      // What stands still has no part in the gradient, nor in its norm.
      gradient = try builder.graph.multiply(gradient, builder.graph.isPositive(rates))
    }
    if let clipping = model.training.clipping {
      gradient = try clipping.clip(gradient, in: &builder.graph)
    }
    try optimize(parameters, gradient: gradient, mask: mask, rates: rates, layout: layout)
  }

  /// The gradients of all parameters, laid out as the parameters are.
  private func packedGradient(
    of total: Value, layout: ParameterLayout
  ) throws(TypeMismatch) -> Value {
    let specs = builder.parameters.filter { !$0.isFrozen }
    let values = specs.compactMap { builder.value(ofParameter: $0.name) }
    let gradients = try builder.graph.gradients(of: total, withRespectTo: values)
    var offsets: [Int] = []
    var parts: [Value] = []
    for (spec, gradient) in zip(specs, gradients) {
      guard let gradient, let offset = layout.offsets[spec.name] else { continue }
      offsets.append(offset)
      parts.append(gradient)
    }
    return try builder.graph.pack(parts, at: offsets, length: layout.length)
  }

  /// The factor on the learning rate of each parameter, where some have one of their own.
  private func rateMask(_ layout: ParameterLayout) -> Value? {
    guard model.hasParameterRates || builder.parameters.contains(where: \.isFrozen) else {
      return nil
    }
    return builder.graph.variable(GraphName.rateMask, TensorType([layout.length]))
  }

  /// The factor on the decay of each parameter, where it is not 1 for all: a weighting's own have none.
  private func decayMask(_ layout: ParameterLayout) -> Value? {
    let isNeeded = model.training.penalty != nil || model.training.optimizer.decaysWeights
    let isUneven =
      model.hasParameterDecays || builder.parameters.contains(where: { !$0.decays })
    guard isNeeded, isUneven
    else { return nil }
    return builder.graph.variable(GraphName.decayMask, TensorType([layout.length]))
  }

  private func optimize(
    _ parameters: Value, gradient: Value, mask: Value?, rates: Value?, layout: ParameterLayout
  ) throws(TypeMismatch) {
    let optimizer = model.training.optimizer
    let type = TensorType([layout.length])
    let states = optimizer.states.map {
      builder.graph.variable(GraphName.optimizerState($0), type)
    }
    let scalars = optimizer.scalars.map { builder.graph.input(GraphName.scalar($0), .scalar) }
    let (next, nextStates) = try optimizer.update(
      OptimizerOperands(
        parameters: parameters, gradient: gradient, states: states, scalars: scalars,
        decayMask: mask, segments: segments(layout)), in: &builder.graph)
    let moved = try moved(parameters, to: next, by: rates)
    builder.assign(parameters, moved)
    try average(moved)
    for (state, value) in zip(states, nextStates) { builder.assign(state, value) }
  }

  /// Moves the average towards the new parameters, where one is kept.
  private func average(_ parameters: Value) throws(TypeMismatch) {
    guard let decay = model.training.averageDecay else { return }
    let average = builder.graph.variable(GraphName.average, builder.graph.type(of: parameters))
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

  /// Where the parameters lie, in the order of their offsets.
  private func segments(_ layout: ParameterLayout) -> [ParameterSegment] {
    builder.parameters.compactMap { spec in
      layout.offsets[spec.name].map { offset in
        ParameterSegment(
          offset: offset, dims: spec.dims.compactMap(\.size), decays: spec.decays)
      }
    }
  }
}
