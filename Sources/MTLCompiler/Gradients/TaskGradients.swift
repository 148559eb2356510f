import MTLCatalogue
import MTLGraph

/// The gradients of a step under a weighting: of all that is trained, and the weight of each task.
///
/// The weight of a loss is the derivative of what is minimised with respect to it. A scheme that works
/// on gradients compares those of the losses so weighted; only their inner products are computed. For the
/// sum that has been decided on, the gradients are added up where all of them together are few numbers;
/// otherwise they are not kept, and the shared part is gone through once more.
struct TaskGradients {
  /// The gradient of each value, as it is applied; `nil` where nothing depends on the value.
  let gradients: [Value?]
  /// The weight of each task, a scalar.
  let weights: [Value]
  /// What a scheme that works on gradients has found.
  let found: GradientWeights?
  /// The gradients that a scheme leaves to the optimizer task by task, by the place of the value.
  let rows: [Int: TaskRows]

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
    rows = [:]
  }

  /// Appends the gradients whose weights a scheme finds from their inner products.
  init(
    _ combined: CombinedLosses, of trained: [TrainedValue], by scheme: some GramWeighting,
    in builder: ModelBuilder
  ) throws(TypeMismatch) {
    let parts = try SeparateGradients(combined, trained, in: &builder.graph)
    var rows: [Value?] = []
    let blocks: [(products: Value, tasks: [Int])]
    switch scheme.options.place {
    case .parameters:
      rows = try parts.rows(in: &builder.graph)
      blocks = try parts.products(of: rows, in: &builder.graph)
    case .representation: blocks = try parts.traversal.boundaryProducts(in: &builder.graph)
    }
    let found = try scheme.weights(of: parts.seeds.losses, blocks: blocks, in: builder)
    let weights = try builder.graph.scalars(of: found.weights)
    var results = try parts.ownGradients(
      weights: scheme.options.weighsHeads ? weights : nil, in: &builder.graph)
    let gradients =
      parts.areFew(rows, in: builder.graph)
      ? try parts.sums(of: rows, weights: weights, in: &builder.graph)
      : try parts.combinedGradients(weights: weights, in: &builder.graph)
    for (index, gradient) in zip(parts.shared, gradients) { results[index] = gradient }
    self.gradients = results
    self.weights = try parts.weights(times: weights, in: &builder.graph)
    self.found = found
    self.rows = [:]
  }

  /// Appends the gradients that a scheme combines coordinate by coordinate.
  init(
    _ combined: CombinedLosses, of trained: [TrainedValue], by scheme: some RowWeighting,
    in builder: ModelBuilder
  ) throws(TypeMismatch) {
    let parts = try SeparateGradients(combined, trained, in: &builder.graph)
    let shared = parts.shared.map { trained[$0].value }
    let gradients: [Value?]
    var weights: Value?
    switch scheme.options.place {
    case .parameters:
      let rows = try parts.traversal.packedRows(
        of: shared, taskCount: combined.tasks.count, in: &builder.graph)
      let joined = try scheme.combine(
        GradientRows(values: rows.values, losses: parts.seeds.losses), in: builder)
      weights = joined.weights
      gradients = try zip(shared, rows.offsets).map { value, offset throws(TypeMismatch) in
        let sizes = builder.graph.type(of: value).sizes ?? []
        return try builder.graph.slice(joined.direction, at: offset, dims: sizes)
      }
    case .representation:
      var seeds: [(value: Value, cotangent: Value)] = []
      for node in parts.traversal.boundaryNodes {
        let rows = try parts.traversal.rows(
          parts.traversal.lanes(at: node, in: &builder.graph), of: Value(node),
          taskCount: combined.tasks.count, in: &builder.graph)
        let joined = try scheme.combine(
          GradientRows(values: rows, losses: parts.seeds.losses), in: builder)
        seeds.append((Value(node), joined.direction))
      }
      gradients = try builder.graph.gradients(seeds: seeds, withRespectTo: shared)
    }
    let scalars = try weights.map { vector throws(TypeMismatch) in
      try builder.graph.scalars(of: vector)
    }
    var results = try parts.ownGradients(
      weights: scheme.options.weighsHeads ? scalars : nil, in: &builder.graph)
    for (index, gradient) in zip(parts.shared, gradients) { results[index] = gradient }
    self.gradients = results
    self.weights =
      try scalars.map { scalars throws(TypeMismatch) in
        try parts.weights(times: scalars, in: &builder.graph)
      } ?? parts.seeds.cotangents
    found = nil
    rows = [:]
  }

  /// Appends the gradients of each task by itself, for a scheme that acts on the optimizer.
  init(
    separating combined: CombinedLosses, of trained: [TrainedValue], in graph: inout Graph
  ) throws(TypeMismatch) {
    let parts = try SeparateGradients(combined, trained, in: &graph)
    let values = parts.shared.map { trained[$0].value }
    var rows: [Int: TaskRows] = [:]
    let gradients = try parts.traversal.lanedGradients(of: values, in: &graph)
    for ((index, value), gradient) in zip(zip(parts.shared, values), gradients) {
      guard let gradient else { continue }
      rows[index] = TaskRows(
        value: try parts.traversal.rows(
          gradient, of: value, taskCount: combined.tasks.count, in: &graph),
        tasks: parts.traversal.tasks(reaching: value))
    }
    self.gradients = try parts.ownGradients(weights: nil, in: &graph)
    self.rows = rows
    weights = parts.seeds.cotangents
    found = nil
  }
}

/// The gradients that several tasks give a parameter.
struct TaskRows {
  /// A lane for each task of the model; zeros for one that does not train the parameter.
  let value: Value
  /// The tasks that train it.
  let tasks: [Int]
}

/// The gradients of each task's own parameters, and what goes through the shared part.
struct SeparateGradients {
  let trained: [TrainedValue]
  let seeds: LossSeeds
  let traversal: TaskBackpropagation
  /// The places of the model's parameters, and of those that several tasks share.
  private let model: [Int]
  let shared: [Int]

  /// - Throws: Where no two losses reach one parameter.
  init(
    _ combined: CombinedLosses, _ trained: [TrainedValue], in graph: inout Graph
  ) throws(TypeMismatch) {
    self.trained = trained
    let seeds = try LossSeeds(combined, trained, in: &graph)
    model = trained.indices.filter { !trained[$0].isWeighting }
    let traversal = try TaskBackpropagation(
      zip(combined.tasks, seeds.cotangents).map { (loss: $0.loss, cotangent: $1) },
      withRespectTo: model.map { trained[$0].value }, in: &graph)
    shared = model.filter { traversal.isShared(trained[$0].value) }
    guard !shared.isEmpty else {
      throw TypeMismatch(
        "no two tasks train a parameter together, so there are no gradients to combine or to watch; "
          + "`stop_gradient` keeps a task's loss from what stands before it")
    }
    self.seeds = seeds
    self.traversal = traversal
  }

  /// The gradients of what one task alone reaches, times its weight where there are weights, and those
  /// of the weighting's own parameters; `nil` for what is shared.
  func ownGradients(
    weights: [Value]?, in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    var results = seeds.ownGradients
    for index in model {
      guard let own = traversal.ownGradient(of: trained[index].value) else { continue }
      let gradient = try trained[index].summed(own.gradient, in: &graph)
      guard let weights else {
        results[index] = gradient
        continue
      }
      let type = graph.type(of: gradient)
      results[index] = try graph.multiply(
        gradient, graph.broadcast(weights[own.task], to: type))
    }
    return results
  }

  /// The most numbers that the gradients of all tasks have together where they are kept: 16 MB.
  ///
  /// More would not stay in a processor's cache, and would take memory that the model may need.
  private static let mostKept = 1 << 22

  /// The gradients of shared values, each with a lane for every task that reaches the value.
  func rows(in graph: inout Graph) throws(TypeMismatch) -> [Value?] {
    try summed(
      traversal.lanedGradients(of: shared.map { trained[$0].value }, in: &graph), in: &graph)
  }

  /// Whether gradients are so few numbers that all of them are kept until their sum is decided on; those
  /// of the rows of tables depend on the batch, and are not.
  func areFew(_ rows: [Value?], in graph: Graph) -> Bool {
    let types = rows.compactMap { $0.map { graph.type(of: $0) } }
    let count = types.reduce(0) { $0 + $1.elementsPerRow * ($1.lanes ?? 1) }
    return !types.isEmpty && types.allSatisfy { $0.rows == nil } && count <= Self.mostKept
  }

  /// The inner products of the tasks' gradients of shared values, and the tasks that they are of.
  func products(
    of rows: [Value?], in graph: inout Graph
  ) throws(TypeMismatch) -> [(products: Value, tasks: [Int])] {
    var blocks: [(products: Value, tasks: [Int])] = []
    for (index, rows) in zip(shared, rows) {
      guard let rows else { continue }
      blocks.append(
        (try graph.laneProducts(of: rows), traversal.tasks(reaching: trained[index].value)))
    }
    return blocks
  }

  /// The sums of the tasks' gradients of shared values, each times the task's weight.
  func sums(
    of rows: [Value?], weights: [Value], in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    try zip(shared, rows).map { pair throws(TypeMismatch) in
      guard let rows = pair.1 else { return nil }
      let tasks = traversal.tasks(reaching: trained[pair.0].value)
      let type = graph.type(of: rows).withoutLanes
      var sum: Value?
      for (lane, task) in tasks.enumerated() {
        let weight = try graph.broadcast(weights[task], to: type)
        let part = try graph.multiply(graph.lane(lane, of: rows), weight)
        sum = if let before = sum { try graph.add(before, part) } else { part }
      }
      return sum
    }
  }

  /// The same sums, for which the shared part is gone through once more.
  func combinedGradients(
    weights: [Value], in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    let gradients = try traversal.combinedGradients(
      of: shared.map { trained[$0].value }, weights: weights, in: &graph)
    return try summed(gradients, in: &graph)
  }

  /// Gradients of shared values as they are compared and applied.
  private func summed(
    _ gradients: [Value?], in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    try zip(shared, gradients).map { pair throws(TypeMismatch) in
      try pair.1.map { gradient throws(TypeMismatch) in
        try trained[pair.0].summed(gradient, in: &graph)
      }
    }
  }

  /// The weights of the losses times those of their gradients.
  func weights(times factors: [Value], in graph: inout Graph) throws(TypeMismatch) -> [Value] {
    try zip(seeds.cotangents, factors).map { pair throws(TypeMismatch) in
      try graph.multiply(pair.0, pair.1)
    }
  }
}

/// What each task's loss sends back: the derivative of what is minimised with respect to it.
struct LossSeeds {
  /// The losses as the first stage weighs them, which is what a scheme on gradients sees.
  let losses: TaskLosses
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
    cotangents = try graph.scalars(of: weights)
    losses = combined.losses.with(try graph.multiply(weights, combined.losses.values))
    var ownGradients: [Value?] = Array(repeating: nil, count: trained.count)
    for (index, gradient) in zip(own, gradients.dropFirst()) { ownGradients[index] = gradient }
    self.ownGradients = ownGradients
  }
}

extension TaskBackpropagation {
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

  /// The gradients of shared values as one vector with a lane for every task, and where each begins.
  fileprivate func packedRows(
    of shared: [Value], taskCount: Int, in graph: inout Graph
  ) throws(TypeMismatch) -> (values: Value, offsets: [Int]) {
    var (offsets, packed, places): ([Int], [Value], [Int]) = ([], [], [])
    var length = 0
    for (value, gradient) in zip(shared, try lanedGradients(of: shared, in: &graph)) {
      offsets.append(length)
      if let gradient {
        packed.append(try rows(gradient, of: value, taskCount: taskCount, in: &graph))
        places.append(length)
      }
      length += graph.type(of: value).elementsPerRow
    }
    return (try graph.pack(packed, at: places, length: max(length, 1)), offsets)
  }
}

extension Graph {
  /// The elements of a vector.
  fileprivate mutating func scalars(of vector: Value) throws(TypeMismatch) -> [Value] {
    try (0..<(type(of: vector).dims.first?.size ?? 0)).map { index throws(TypeMismatch) in
      try slice(vector, at: index, dims: [])
    }
  }
}
