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
    if let layout {
      try ParameterUpdate(model: model, builder: builder, layout: layout).minimize(weighted.total)
    }
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
}
