import MTLCatalogue
import MTLGraph

/// The gradients of a step under a weighting: of all that is trained, and the weight of each task.
///
/// The weight of a loss is the derivative of what is minimised with respect to it. A scheme that works
/// on gradients compares those of the losses so weighted; only their inner products are computed, and
/// the shared part is then gone through once more, for the sum that has been decided on.
struct TaskGradients {
  /// The gradient of each value, as it is applied; `nil` where nothing depends on the value.
  let gradients: [Value?]
  /// The weight of each task, a scalar.
  let weights: [Value]
  /// What a scheme that works on gradients has found.
  let found: GradientWeights?

  /// Appends the gradients of a sum of losses.
  init(
    _ combined: CombinedLosses, of trained: [TrainedValue], in graph: inout Graph
  ) throws(TypeMismatch) {
    let seeds = try LossSeeds(combined, trained, in: &graph)
    let model = trained.indices.filter { !trained[$0].isWeighting }
    let gradients = try graph.gradients(
      seeds: zip(combined.tasks, seeds.cotangents).map { (value: $0.loss, cotangent: $1) },
      withRespectTo: model.map { trained[$0].value })
    var results = seeds.ownGradients
    for (index, gradient) in zip(model, gradients) {
      results[index] = try gradient.map { gradient throws(TypeMismatch) in
        try trained[index].summed(gradient, in: &graph)
      }
    }
    self.gradients = results
    weights = seeds.cotangents
    found = nil
  }

  /// Appends the gradients that a scheme combines.
  init(
    _ combined: CombinedLosses, of trained: [TrainedValue], by scheme: some GramWeighting,
    in builder: ModelBuilder
  ) throws(TypeMismatch) {
    let seeds = try LossSeeds(combined, trained, in: &builder.graph)
    let model = trained.indices.filter { !trained[$0].isWeighting }
    let traversal = try TaskBackpropagation(
      zip(combined.tasks, seeds.cotangents).map { (loss: $0.loss, cotangent: $1) },
      withRespectTo: model.map { trained[$0].value }, in: &builder.graph)
    let shared = model.filter { traversal.isShared(trained[$0].value) }
    let blocks =
      switch scheme.options.place {
      case .parameters:
        try traversal.products(of: shared.map { trained[$0] }, in: &builder.graph)
      case .representation: try traversal.boundaryProducts(in: &builder.graph)
      }
    let found = try scheme.weights(of: combined.losses, blocks: blocks, in: builder)
    let weights = try combined.tasks.indices.map { task throws(TypeMismatch) in
      try builder.graph.slice(found.weights, at: task, dims: [])
    }
    var results = seeds.ownGradients
    for index in model {
      guard let own = traversal.ownGradient(of: trained[index].value) else { continue }
      let gradient = try trained[index].summed(own.gradient, in: &builder.graph)
      let type = builder.graph.type(of: gradient)
      results[index] =
        scheme.options.weighsHeads
        ? try builder.graph.multiply(
          gradient, builder.graph.broadcast(weights[own.task], to: type)) : gradient
    }
    let gradients = try traversal.combinedGradients(
      of: shared.map { trained[$0].value }, weights: weights, in: &builder.graph)
    for (index, gradient) in zip(shared, gradients) {
      results[index] = try gradient.map { gradient throws(TypeMismatch) in
        try trained[index].summed(gradient, in: &builder.graph)
      }
    }
    self.gradients = results
    self.weights = try zip(seeds.cotangents, weights).map { pair throws(TypeMismatch) in
      try builder.graph.multiply(pair.0, pair.1)
    }
    self.found = found
  }
}

/// What each task's loss sends back: the derivative of what is minimised with respect to it.
private struct LossSeeds {
  /// The derivatives, each a scalar.
  let cotangents: [Value]
  /// The gradients of the weighting's own parameters, at their places among all that is trained.
  let ownGradients: [Value?]

  init(
    _ combined: CombinedLosses, _ trained: [TrainedValue], in graph: inout Graph
  ) throws(TypeMismatch) {
    let own = trained.indices.filter { trained[$0].isWeighting }
    let gradients = try graph.gradients(
      of: combined.total,
      withRespectTo: [combined.losses.values] + own.map { trained[$0].value })
    let type = graph.type(of: combined.losses.values)
    let weights: Value =
      if let gradient = gradients[0] { gradient } else { try graph.constant(0, type) }
    cotangents = try combined.tasks.indices.map { task throws(TypeMismatch) in
      try graph.slice(weights, at: task, dims: [])
    }
    var ownGradients: [Value?] = Array(repeating: nil, count: trained.count)
    for (index, gradient) in zip(own, gradients.dropFirst()) { ownGradients[index] = gradient }
    self.ownGradients = ownGradients
  }
}

extension TaskBackpropagation {
  /// The inner products of the tasks' gradients of shared values, and the tasks that they are of.
  fileprivate func products(
    of shared: [TrainedValue], in graph: inout Graph
  ) throws(TypeMismatch) -> [(products: Value, tasks: [Int])] {
    let gradients = try lanedGradients(of: shared.map(\.value), in: &graph)
    var blocks: [(products: Value, tasks: [Int])] = []
    for (trained, gradient) in zip(shared, gradients) {
      guard let gradient else { continue }
      let rows = try trained.summed(gradient, in: &graph)
      blocks.append((try graph.laneProducts(of: rows), tasks(reaching: trained.value)))
    }
    return blocks
  }

  /// The inner products of the tasks' cotangents where their own parts meet the shared one.
  fileprivate func boundaryProducts(
    in graph: inout Graph
  ) throws(TypeMismatch) -> [(products: Value, tasks: [Int])] {
    var blocks: [(products: Value, tasks: [Int])] = []
    for node in boundaryNodes {
      let lanes = try lanes(at: node, in: &graph)
      blocks.append((try graph.laneProducts(of: lanes), tasks(reaching: Value(node))))
    }
    return blocks
  }
}

extension Graph {
  /// The inner products of a value's lanes.
  fileprivate mutating func laneProducts(of value: Value) throws(TypeMismatch) -> Value {
    try emit(LaneProducts(of: type(of: value)), value)
  }
}
