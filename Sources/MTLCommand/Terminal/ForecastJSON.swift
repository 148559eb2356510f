import MTL
import MTLCatalogue
import MTLCompiler
import MTLData
import MTLFormats
import MTLGraph
import MTLRuntime
import MTLSemantics

/// What `mtl plan --format json` writes: one object whose keys are always the same.
///
///     name, version, weighting   texts
///     data         a list: name; train, validation, test: rows
///     tasks        a list: name; family: its name or null; auxiliary: true or false; losses: names;
///                  parameters: of its own layers
///     layers       a list in the order in which they are built: name, as parameters begin; declaration;
///                  line: of the spec, or null; output: the type, or null for what is no layer;
///                  parameters: a list of name, shape, count; parameter_count;
///                  multiply_adds, backward_multiply_adds: a row's, of products and convolutions;
///                  tasks: the names of those whose losses depend on it
///     totals       parameters; multiply_adds, backward_multiply_adds: a row's; operations_per_step
///     memory       bytes: parameters, optimizer, other, training_arena, evaluation_arena, total;
///                  the two arenas lie in the same place
///     weighting_cost   what the weighting costs; backward_multiply_adds: a row's, operations_per_step and
///                  training_arena, each with weighted and, for the plain sum of the losses, plain;
///                  shared_backward_multiply_adds: those of the plain sum through what several tasks share;
///                  solver_tasks: or null where no weights are searched for; trained, state: numbers kept
///     training     rows; batch; steps_per_epoch; steps; epochs: or null where steps were asked for;
///                  stops_early: whether it may end before
///     estimate     null without one; method: how it was got; steps: how many were timed; threads;
///                  instruction_set; seconds_per_step: their median; seconds_per_epoch; seconds: of all
///                  training steps, validation left out
struct ForecastJSON {
  let forecast: RunForecast
  let estimate: TimeEstimate?

  private var model: CheckedModel { forecast.compiled.model }

  /// The object.
  var document: JSONValue {
    .object([
      .init("name", .string(model.name)),
      .init("version", .string(RunRecord.version)),
      .init("weighting", .string(model.weightingText)),
      .init("data", .array(forecast.spec.tables.map { data($0.name) })),
      .init("tasks", .array(model.tasks.map(task))),
      .init("layers", .array(forecast.layers.map(layer))),
      .init("totals", totals),
      .init("memory", memory),
      .init("weighting_cost", weightingCost),
      .init("training", training),
      .init("estimate", estimate.map(time) ?? .null),
    ])
  }

  private func data(_ name: String) -> JSONValue {
    let counts = forecast.spec.facts.dataSets[name]?.rowCounts ?? [:]
    return .object(
      [.init("name", .string(name))]
        + Split.allCases.map { .init($0.rawValue, .integer(counts[$0] ?? 0)) })
  }

  private func task(_ task: CheckedTask) -> JSONValue {
    .object([
      .init("name", .string(task.name)),
      .init("family", task.family.map { .string($0) } ?? .null),
      .init("auxiliary", .bool(task.isAuxiliary)),
      .init("losses", .array(task.losses.map { .string(type(of: $0.loss).name) })),
      .init("parameters", .integer(forecast.compiled.parameterCount(of: task.name))),
    ])
  }

  private func layer(_ layer: LayerReport) -> JSONValue {
    .object([
      .init("name", .string(layer.path)),
      .init("declaration", .string(layer.scope[0])),
      .init("line", layer.line > 0 ? .integer(layer.line) : .null),
      .init("output", layer.output.map { .string($0) } ?? .null),
      .init("parameters", .array(layer.parameters.map(parameter))),
      .init("parameter_count", .integer(layer.parameterCount)),
      .init("multiply_adds", .integer(layer.work.forward)),
      .init("backward_multiply_adds", .integer(layer.work.backward)),
      .init("tasks", .array(layer.tasks.map { .string($0) })),
    ])
  }

  private func parameter(_ parameter: ParameterSpec) -> JSONValue {
    .object([
      .init("name", .string(parameter.name)),
      .init("shape", .array(parameter.dims.map { .integer($0.size ?? 0) })),
      .init("count", .integer(parameter.count)),
    ])
  }

  private var totals: JSONValue {
    .object([
      .init("parameters", .integer(forecast.compiled.parameterCount)),
      .init("multiply_adds", .integer(forecast.work.forward)),
      .init("backward_multiply_adds", .integer(forecast.work.backward)),
      .init("operations_per_step", .integer(forecast.operationsPerStep)),
    ])
  }

  private var memory: JSONValue {
    let memory = forecast.memory
    return .object([
      .init("parameters", .integer(memory.parameters)),
      .init("optimizer", .integer(memory.optimizer)),
      .init("other", .integer(memory.other)),
      .init("training_arena", .integer(memory.trainingArena)),
      .init("evaluation_arena", .integer(memory.evaluationArena)),
      .init("total", .integer(memory.total)),
    ])
  }

  private var weightingCost: JSONValue {
    let cost = forecast.weighting
    return .object([
      .init("backward_multiply_adds", comparison(cost.backward)),
      .init("shared_backward_multiply_adds", .integer(cost.sharedBackward)),
      .init("operations_per_step", comparison(cost.operations)),
      .init("training_arena", comparison(cost.arena)),
      .init("solver_tasks", cost.solverTasks.map { .integer($0) } ?? .null),
      .init("trained", .integer(cost.memory.trained)),
      .init("state", .integer(cost.memory.state)),
    ])
  }

  private func comparison(_ figure: WeightingForecast.Comparison) -> JSONValue {
    .object([.init("weighted", .integer(figure.weighted)), .init("plain", .integer(figure.plain))])
  }

  private var training: JSONValue {
    let length = forecast.length
    return .object([
      .init("rows", .integer(length.rows)),
      .init("batch", .integer(length.batch)),
      .init("steps_per_epoch", .integer(length.stepsPerEpoch)),
      .init("steps", .integer(length.steps)),
      .init("epochs", length.epochs.map { .integer($0) } ?? .null),
      .init("stops_early", .bool(model.training.stopping != nil)),
    ])
  }

  private func time(_ estimate: TimeEstimate) -> JSONValue {
    .object([
      .init("method", .string("timed training steps")),
      .init("steps", .integer(estimate.steps)),
      .init("threads", .integer(estimate.threads)),
      .init("instruction_set", .string(estimate.instructionSet)),
      .init("seconds_per_step", .number(estimate.secondsPerStep)),
      .init("seconds_per_epoch", .number(estimate.secondsPerEpoch)),
      .init("seconds", .number(estimate.seconds)),
    ])
  }
}
