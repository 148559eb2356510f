import MTLCatalogue
import MTLGraph
import MTLSemantics

/// The graph of a training step: forward, losses, weighting, gradients, and the update of everything
/// that training keeps; or of one that is watched, which looks at the gradients and keeps nothing.
struct TrainingGraph {
  let model: CheckedModel
  /// `nil` to learn which parameters there are: then the graph ends with the total loss.
  let layout: ParameterLayout?
  /// Whether it ends with the inner products of the tasks' gradients instead of an update.
  let isWatch: Bool
  private let builder: ModelBuilder
  private let assembly: ModelAssembly

  init(model: CheckedModel, facts: DataFacts, layout: ParameterLayout?, isWatch: Bool = false) {
    self.model = model
    self.layout = layout
    self.isWatch = isWatch
    builder = ModelBuilder(isTraining: true, layout: layout)
    assembly = ModelAssembly(builder: builder, facts: facts)
  }

  /// Builds the graph.
  func build() throws(TypeMismatch) -> BuiltGraph {
    try assembly.assembleBodies(of: model)
    let combined = try combinedLosses()
    var apart: Set<String> = []
    if isWatch { try watch(combined) } else { apart = try minimize(combined) }
    return BuiltGraph(
      builder: builder, feeds: assembly.feeds, steps: assembly.steps, apart: apart)
  }

  /// Appends the update that makes the losses smaller as the weighting says.
  ///
  /// - Returns: The parameters that the optimizer moves for each task apart.
  private func minimize(_ combined: CombinedLosses) throws(TypeMismatch) -> Set<String> {
    // Without a layout only what has parameters or states of its own is wanted.
    if layout == nil, model.gradientWeighting == nil { return [] }
    let trained = try TrainedParameters(builder, layout: layout)
    let gradients =
      if let scheme = model.gradientWeighting {
        try builder.inScope(GraphName.weighting) { () throws(TypeMismatch) in
          try taskGradients(combined, trained, by: scheme)
        }
      } else {
        try TaskGradients(combined, of: trained.values, in: &builder.graph)
      }
    report(combined, gradients)
    let apart = gradients.rows.keys.sorted().map { trained.flat[$0] }
    if let layout {
      var update = ParameterUpdate(
        model: model, builder: builder, layout: layout, losses: combined.losses)
      try update.move(along: gradients, trained)
      try learn(from: combined)
    } else if !apart.isEmpty {
      try keepVectors(of: apart, combined.losses)
    }
    return Set(apart.map(\.name))
  }

  /// Makes the states of an optimizer that moves parameters for each task apart.
  private func keepVectors(
    of parameters: [ParameterSpec], _ losses: TaskLosses
  ) throws(TypeMismatch) {
    let length = ParameterLayout.apartLength(of: parameters)
    let rows = builder.graph.input("rows", TensorType(dims: [.size(length)], lanes: losses.count))
    let rate = builder.graph.input(GraphName.learningRate, .scalar)
    _ = try builder.inScope(GraphName.weighting) { () throws(TypeMismatch) in
      try builder.moves(
        along: GradientRows(values: rows, losses: losses), by: model.training.optimizer,
        learningRate: rate)
    }
  }

  /// Appends the inner products of the tasks' gradients; nothing that training keeps is changed.
  private func watch(_ combined: CombinedLosses) throws(TypeMismatch) {
    let trained = try TrainedParameters(builder, layout: layout)
    let products = try combined.gradientProducts(trained.values, in: builder)
    output(GraphName.total, combined.total)
    output(GraphName.gradientProducts, products)
    builder.graph.assignments = []
  }

  /// Lets a weighting that asks for it see what the step has done to the losses.
  private func learn(from combined: CombinedLosses) throws(TypeMismatch) {
    guard let scheme = model.lossWeighting as? any HindsightWeighting else { return }
    let after = try builder.graph.recomputed(
      combined.losses.values, with: builder.nextParameters)
    builder.graph.origin = Origin(name: GraphName.weighting, line: 0)
    try builder.inScope(GraphName.weighting) { () throws(TypeMismatch) in
      try scheme.learn(from: combined.losses, after: after, in: builder)
    }
  }

  private func taskGradients(
    _ combined: CombinedLosses, _ trained: TrainedParameters, by scheme: any Weighting
  ) throws(TypeMismatch) -> TaskGradients {
    switch scheme {
    case let scheme as any GramWeighting:
      try TaskGradients(combined, of: trained.values, by: scheme, in: builder)
    case let scheme as any RowWeighting:
      try TaskGradients(combined, of: trained.values, by: scheme, in: builder)
    case is any UpdateWeighting:
      try TaskGradients(separating: combined, of: trained.values, in: &builder.graph)
    default: throw TypeMismatch("`\(type(of: scheme).name)` is no weighting of gradients")
    }
  }

  // MARK: Losses

  /// The tasks' losses, and what the weighting's first stage makes of them.
  private func combinedLosses() throws(TypeMismatch) -> CombinedLosses {
    var losses: [TaskLoss] = []
    for task in model.tasks { losses.append(try loss(of: task)) }
    builder.graph.origin = Origin(name: GraphName.weighting, line: 0)
    let tasks = TaskLosses(
      tasks: model.tasks.map(\.name), families: model.tasks.map(\.family),
      likelihoods: losses.map(\.likelihood), values: try vector(losses.map(\.value)),
      presence: try vector(losses.map(\.presence)))
    let total = try builder.inScope(GraphName.weighting) { () throws(TypeMismatch) in
      try model.lossWeighting.combine(tasks, in: builder)
    }
    return CombinedLosses(
      tasks: zip(model.tasks, losses).map { task, loss in
        CombinedLosses.Task(name: task.name, loss: loss.value, presence: loss.presence)
      }, losses: tasks, total: total)
  }

  private func vector(_ scalars: [Value]) throws(TypeMismatch) -> Value {
    try builder.graph.pack(scalars, at: Array(scalars.indices), length: scalars.count)
  }

  /// The loss of one task in a step.
  private struct TaskLoss {
    /// A scalar; 0 where no row has a label.
    let value: Value
    /// 1 where at least one row of the batch has a label, else 0: a scalar.
    let presence: Value
    let likelihood: Likelihood
  }

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
      value: total, presence: presence, likelihood: type(of: first.loss).likelihood)
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

  private func report(_ combined: CombinedLosses, _ gradients: TaskGradients) {
    for (index, task) in combined.tasks.enumerated() {
      output(GraphName.loss(task.name), task.loss)
      output(GraphName.weight(task.name), gradients.weights[index])
      output(GraphName.presence(task.name), task.presence)
    }
    output(GraphName.total, combined.total)
    guard let found = gradients.found else { return }
    output(GraphName.gradientProducts, found.gram)
    output(GraphName.solverOutcome, found.outcome)
  }

  private func output(_ name: String, _ value: Value) {
    builder.graph.outputs.append(Graph.Output(name: name, value: value))
  }
}
