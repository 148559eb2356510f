import MTLCatalogue
import MTLGraph
import MTLSemantics

/// A model ready to run: its graphs, their plans, and what fills and reads them.
package struct CompiledModel: Sendable {
  package let model: CheckedModel
  package let parameters: [ParameterSpec]
  package let parameterLayout: ParameterLayout
  package let states: [StateSpec]
  /// Where parameters, states and the optimizer's vectors lie.
  package let variables: VariableLayout
  package let training: CompiledGraph
  package let evaluation: CompiledGraph
  /// What compares the tasks' gradients in a watched step and changes nothing; `nil` where no step is
  /// watched, or training itself compares them.
  package let watch: CompiledGraph?
  /// The steps of all bodies, with values of the training graph before any pass.
  package let steps: [BuiltStep]

  /// The largest number of rows of a training step.
  package var batch: Int { model.training.batch }

  /// Where a vector that is laid out as the parameters are lies among the variables, tables included.
  package func range(ofVector name: String) -> Range<Int>? {
    variables.offsets[name].map { $0..<$0 + parameterLayout.total }
  }

  /// The number of trained numbers of a declaration.
  package func parameterCount(of owner: String) -> Int {
    parameters.filter { $0.owner == owner }.reduce(0) { $0 + $1.count }
  }

  /// The rows of each row space in a usual training step: a batch as the sampling shares it out.
  ///
  /// - Parameter trainingRows: The training rows of each data set, or of the first few.
  package func rowsOfStep(trainingRows: [Int]) -> [Int] {
    let lacking = model.dataSets.count - trainingRows.count
    let trainingRows = trainingRows + Array(repeating: 0, count: max(lacking, 0))
    let drawn = model.training.sampling.draw(rowCounts: trainingRows, batch: batch).counts
    let total = max(drawn.reduce(0, +), 1)
    var counts = drawn.map { (batch * $0 + total / 2) / total }
    for joined in training.joins {
      counts.append(joined.parts.reduce(0) { $0 + counts[$1.index] })
    }
    return counts
  }

  /// All plans, which share their memory.
  package var plans: [Plan] { [training, evaluation, watch].compactMap { $0?.plan } }

  /// The bytes of variables and of the largest arena.
  package var peakBytes: Int { plans.reduce(0) { max($0, $1.peakBytes) } }

  /// The number of all trained numbers.
  package var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }
}

/// One graph with its plan.
package struct CompiledGraph: Sendable {
  /// As lowered and differentiated, before any pass.
  package let graph: Graph
  /// After the passes; what the plan carries out.
  package let optimized: Graph
  package let plan: Plan
  /// What fills the inputs, by name; those that are not here are numbers of the step.
  package let feeds: [String: Feed]
  /// The row spaces that join others, each after its parts.
  package let joins: [RowJoin]

  /// Whether it computes the inner products of the tasks' gradients.
  package var comparesGradients: Bool { plan.outputs[GraphName.gradientProducts] != nil }
}

/// The names of inputs, outputs and variables that the compiler and the training loop agree on.
package enum GraphName {
  /// The output with a task's loss in a training step.
  package static func loss(_ task: String) -> String { "loss \(task)" }
  /// The output with the factor that the weighting gives to a task's loss.
  package static func weight(_ task: String) -> String { "weight \(task)" }
  /// The output that is 1 where a batch has a label of the task, else 0.
  package static func presence(_ task: String) -> String { "presence \(task)" }
  /// The output with the inner products of the tasks' gradients, a square matrix.
  package static let gradientProducts = "gradient products"
  /// The output that says how the search for a gradient scheme's weights ended.
  package static let solverOutcome = "solver outcome"
  /// The output with what is minimised.
  package static let total = "total"
  /// The input with one of the optimizer's numbers.
  package static func scalar(_ name: String) -> String { "optimizer \(name)" }
  /// The input with the learning rate of the step.
  package static let learningRate = "learning rate"
  /// The variable with one of the optimizer's vectors.
  package static func optimizerState(_ name: String) -> String { "optimizer.\(name)" }
  /// The variable with the factor on the decay of each parameter.
  package static let decayMask = "decay_mask"
  /// The variable with the factor on the learning rate of each parameter.
  package static let rateMask = "rate_mask"
  /// The variable with the moving average of all parameters.
  package static let average = "average"
  /// The scope of a weighting's own parameters.
  package static let weighting = "weighting"
  /// The output with the sum of a loss term over the rows of an evaluation step.
  package static func lossSum(_ task: String, _ term: Int) -> String { "loss sum \(task) \(term)" }
  /// The output with the number of rows that have the term's label.
  package static func lossCount(_ task: String, _ term: Int) -> String {
    "loss count \(task) \(term)"
  }
  /// The output with what a task predicts, in probabilities where it predicts such.
  package static func prediction(_ task: String, _ value: String?, _ transform: String) -> String {
    "prediction \(task) \(value ?? "end") \(transform)"
  }
}

extension ParameterSpec {
  /// Whether a decay or a penalty takes part of it: not where it is a weighting's own.
  package var decays: Bool { owner != GraphName.weighting }
}
