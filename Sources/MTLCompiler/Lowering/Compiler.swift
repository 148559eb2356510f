import MTLCatalogue
import MTLGraph
import MTLSemantics

/// Why a checked model cannot be compiled.
package struct CompileError: Error, Sendable {
  /// What stands in the way, in the user's words.
  package let message: String

  package init(_ message: String) { self.message = message }
}

/// From checked model to plans: lower, differentiate, optimise, plan.
package enum Compiler {
  /// The rows of an evaluation step.
  package static let evaluationBatch = 256

  /// The most numbers that a model may train.
  private static let parameterLimit = 1 << 31

  /// Compiles a model whose data have been read.
  ///
  /// - Parameter watchesGradients: Whether the tasks' gradients are to be compared in some steps, by a
  ///   plan of its own where training does not compare them anyway.
  package static func compile(
    _ model: CheckedModel, facts: DataFacts, watchesGradients: Bool = false
  ) throws(CompileError) -> CompiledModel {
    do {
      let specs = try survey(model, facts: facts)
      let layout = ParameterLayout(
        specs.parameters, tables: specs.tables, apart: specs.apart)
      let training = try TrainingGraph(model: model, facts: facts, layout: layout).build()
      let evaluation = try EvaluationGraph(model: model, facts: facts, layout: layout).build()
      let variables = variables(of: model, specs: specs, layout: layout)
      func planStep(_ graph: BuiltGraph) throws -> CompiledGraph {
        try plan(
          graph, model, variables, rows: model.training.batch,
          recomputes: model.training.memoryUse.recomputes)
      }
      let step = try planStep(training)
      let watch: CompiledGraph? =
        watchesGradients && !step.comparesGradients
        ? try planStep(
          TrainingGraph(model: model, facts: facts, layout: layout, isWatch: true).build()) : nil
      return CompiledModel(
        model: model, parameters: specs.parameters, parameterLayout: layout,
        states: specs.states, variables: variables, training: step,
        evaluation: try plan(
          evaluation, model, variables, rows: evaluationBatch, recomputes: false),
        watch: watch, steps: training.steps)
    } catch let error as TypeMismatch {
      throw CompileError(error.message)
    } catch let error as PlanError {
      throw CompileError(error.message)
    } catch let error as CompileError {
      throw error
    } catch {
      throw CompileError("the model cannot be compiled")
    }
  }

  /// What a model trains and keeps.
  private struct Survey {
    let parameters: [ParameterSpec]
    let states: [StateSpec]
    /// The parameters of which a step updates the rows that it has read.
    let tables: Set<String>
    /// Those that the optimizer moves for each task apart.
    let apart: Set<String>
  }

  /// Builds the training graph once to learn which parameters and states it has.
  private static func survey(_ model: CheckedModel, facts: DataFacts) throws -> Survey {
    let graph = try TrainingGraph(model: model, facts: facts, layout: nil).build()
    var count = 0
    for parameter in graph.builder.parameters {
      let (sum, overflow) = count.addingReportingOverflow(parameter.count)
      guard !overflow, sum <= parameterLimit else {
        throw CompileError("the model has more than \(parameterLimit) parameters")
      }
      count = sum
    }
    return Survey(
      parameters: graph.builder.parameters, states: graph.builder.states,
      tables: tables(of: graph.builder, model), apart: graph.apart)
  }

  /// The tables whose rows can be updated by themselves: one place of the model reads them, the
  /// optimizer lets each number move by itself, and no weighting asks for whole gradients.
  private static func tables(of builder: ModelBuilder, _ model: CheckedModel) -> Set<String> {
    guard model.training.optimizer.isElementwise, !(model.gradientWeighting?.needsRows ?? false)
    else { return [] }
    let tables = builder.tableReadings.filter { _, readings in
      guard readings.count == 1,
        let type = readings.first.map({ builder.graph.type(of: $0.numbers) })
      else { return false }
      return !TouchedRows.exceedsLimit(places: type.elementsPerRow * model.training.batch)
    }
    return Set(tables.keys)
  }

  /// The memory of a run: all parameters, the optimizer's vectors laid out alike, factors, the states.
  private static func variables(
    of model: CheckedModel, specs: Survey, layout: ParameterLayout
  ) -> VariableLayout {
    var variables = layout.variables(of: ModelBuilder.parametersVariable)
    for state in model.training.optimizer.states {
      variables += layout.optimizerVariables(of: GraphName.optimizerState(state))
    }
    if model.training.averageDecay != nil {
      variables += layout.variables(of: GraphName.average)
    }
    variables.append((GraphName.decayMask, layout.length))
    if model.hasParameterRates || specs.parameters.contains(where: \.isFrozen) {
      variables.append((GraphName.rateMask, layout.length))
      for table in layout.tables {
        variables.append((ParameterLayout.variable(GraphName.rateMask, table: table), 1))
      }
    }
    for state in specs.states { variables.append((state.name, state.count)) }
    return VariableLayout(variables: variables)
  }

  private static func plan(
    _ built: BuiltGraph, _ model: CheckedModel, _ variables: VariableLayout, rows: Int,
    recomputes: Bool
  ) throws -> CompiledGraph {
    var optimized = PassPipeline.standard.run(built.builder.graph)
    // A batch has so many rows of all data sets together.
    let capacities = Array(repeating: rows, count: model.dataSets.count + model.joins.count)
    var plan = try Planner.plan(optimized, layout: variables, rowCapacities: capacities)
    if recomputes {
      for graph in recomputing(optimized, rowCapacities: capacities) {
        let other = try Planner.plan(graph, layout: variables, rowCapacities: capacities)
        if other.arenaEnd < plan.arenaEnd { (optimized, plan) = (graph, other) }
      }
    }
    return CompiledGraph(
      graph: built.builder.graph, optimized: optimized, plan: plan, feeds: built.feeds,
      joins: model.joins.map(\.joined))
  }

  /// A training step with values that are computed again, cut in several ways.
  private static func recomputing(_ graph: Graph, rowCapacities: [Int]) -> [Graph] {
    guard let total = graph.outputs.first(where: { $0.name == GraphName.total }) else { return [] }
    let recomputation = Recomputation(graph, end: total.value, rowCapacities: rowCapacities)
    return Recomputation.segmentCounts.map { segments in
      PassPipeline([
        Pass("recomputation") { _ in recomputation.rebuilt(segments: segments) },
        PassPipeline.deadCode,
      ]).run(graph)
    }
  }
}

/// A graph as it has been built, with what fills its inputs.
struct BuiltGraph {
  let builder: ModelBuilder
  let feeds: [String: Feed]
  let steps: [BuiltStep]
  /// The parameters that the optimizer moves for each task apart.
  var apart: Set<String> = []
}

extension ModelAssembly {
  /// Builds all bodies of a model.
  func assembleBodies(of model: CheckedModel) throws(TypeMismatch) {
    for data in model.dataSets { add(data) }
    for name in model.bodyOrder {
      if let input = model.joins.first(where: { $0.name == name }) {
        _ = try join(name, input.sources, rows: input.joined.rows)
      } else if let shared = model.shared.first(where: { $0.name == name }) {
        try assemble(
          name, inputs: shared.inputs, body: shared.body, sharing: shared.sharing)
      } else if let task = model.tasks.first(where: { $0.name == name }) {
        try assemble(name, inputs: task.inputs, body: task.body)
      }
    }
  }

  /// The tensor of a task's value.
  func tensor(
    _ task: String, _ alias: String?
  ) throws(TypeMismatch) -> (value: Value, isProbability: Bool) {
    guard case .tensor(let value, let isProbability)? = value(of: task, named: alias) else {
      throw TypeMismatch("`\(task)` predicts columns as they are")
    }
    return (value, isProbability)
  }

  /// The losses of a term, and 1 for each that counts, else 0.
  ///
  /// There is one for each place of a label of words, `[rows, places]`; else one for each row, `[rows]`,
  /// the mean over its places.
  func losses(
    of term: CheckedLoss, task: String
  ) throws(TypeMismatch) -> (values: Value, presence: Value) {
    var prediction = try tensor(task, term.prediction)
    if let rows = dataSet(term.target.data)?.rows {
      prediction.value = try select(rows, of: prediction.value)
    }
    let (dims, hasPlaces) = try labelPlaces(of: term.target)
    let presence = input(.presence(term.target), dims: hasPlaces ? dims : [])
    let label = try labels(of: term, dims: dims, presence: presence)
    let places = try term.loss.build(
      prediction: prediction.value, isProbability: prediction.isProbability, label: label,
      in: &builder.graph)
    let type = builder.graph.type(of: presence).withoutLanes
    let losses = try builder.graph.mean(places, to: type)
    return (try weighted(losses, by: term.weight, of: term.target.data), presence)
  }

  /// The losses times the numbers that say how much their rows count.
  private func weighted(
    _ losses: Value, by column: String?, of data: String
  ) throws(TypeMismatch) -> Value {
    guard let column else { return losses }
    let weight = input(.weight(data: data, column: column), dims: [])
    let type = builder.graph.type(of: losses).withoutLanes
    return try builder.graph.multiply(losses, builder.graph.broadcast(weight, to: type))
  }

  /// The labels of a term: -1 in rows without one where the loss compares rows.
  private func labels(
    of term: CheckedLoss, dims: [Dim], presence: Value
  ) throws(TypeMismatch) -> Value {
    let label = input(.label(term.target), dims: dims)
    guard type(of: term.loss).comparesRows else { return label }
    let counted = try builder.graph.offset(label, by: 1)
    return try builder.graph.offset(builder.graph.multiply(counted, presence), by: -1)
  }

  /// The dimensions of a target's label, and whether each of its places can be missing by itself.
  private func labelPlaces(
    of target: Target
  ) throws(TypeMismatch) -> (dims: [Dim], hasPlaces: Bool) {
    guard let data = dataSet(target.data), let column = data.column(target.label),
      let type = column.type
    else {
      throw TypeMismatch("`\(target.data).\(target.label)` is no label")
    }
    return (valueType(of: column, in: target.data, type).dims, type.words != nil)
  }
}
