import MTLCatalogue
import MTLGraph
import MTLSemantics

/// The graph of an evaluation step: predictions, and the sums of losses that evaluation averages.
struct EvaluationGraph {
  let model: CheckedModel
  private let builder: ModelBuilder
  private let assembly: ModelAssembly

  init(model: CheckedModel, facts: DataFacts, layout: ParameterLayout) {
    self.model = model
    builder = ModelBuilder(isTraining: false, layout: layout)
    assembly = ModelAssembly(builder: builder, facts: facts)
  }

  /// Builds the graph.
  func build() throws(TypeMismatch) -> BuiltGraph {
    try assembly.assembleBodies(of: model)
    for task in model.tasks {
      builder.graph.origin = Origin(name: task.name, line: task.line)
      for (index, term) in task.losses.enumerated() {
        try sum(term, index: index, task: task.name)
      }
      for prediction in task.predictions { try output(prediction, task: task.name) }
    }
    return BuiltGraph(builder: builder, feeds: assembly.feeds, steps: assembly.steps)
  }

  private func sum(_ term: CheckedLoss, index: Int, task: String) throws(TypeMismatch) {
    let (losses, mask) = try assembly.losses(of: term, task: task)
    let sum = try builder.graph.sum(builder.graph.multiply(losses, mask), to: .scalar)
    output(GraphName.lossSum(task, index), sum)
    output(GraphName.lossCount(task, index), try builder.graph.sum(mask, to: .scalar))
  }

  private func output(_ prediction: TaskPrediction, task: String) throws(TypeMismatch) {
    let tensor = try assembly.tensor(task, prediction.value)
    let value = try prediction.transform.apply(to: tensor.value, in: &builder.graph)
    output(prediction.outputName(task), value)
  }

  private func output(_ name: String, _ value: Value) {
    builder.graph.outputs.append(Graph.Output(name: name, value: value))
  }
}

/// A value of a task as its metrics and outputs read it.
package struct TaskPrediction: Hashable, Sendable {
  /// The named value; `nil` for the end of the chain.
  package let value: String?
  package let transform: PredictionTransform

  package init(value: String?, transform: PredictionTransform) {
    self.value = value
    self.transform = transform
  }

  /// The name of the graph's output that holds it.
  package func outputName(_ task: String) -> String {
    GraphName.prediction(task, value, "\(transform)")
  }
}

extension CheckedTask {
  /// The values that metrics and outputs read, each once.
  package var predictions: [TaskPrediction] {
    var seen: Set<TaskPrediction> = []
    let all =
      metrics.map { TaskPrediction(value: $0.prediction, transform: $0.transform) }
      + outputs.map { TaskPrediction(value: $0.prediction, transform: $0.transform) }
    return all.filter { seen.insert($0).inserted }
  }
}
