import MTLCatalogue
import MTLCompiler
import MTLData
import MTLGraph
import MTLSemantics

/// A model in memory with its data: makes training steps and evaluates.
package final class TrainingSession {
  package let compiled: CompiledModel
  package let instructionSet: InstructionSet
  let memory: Memory
  let evaluator: Evaluator
  private let training: GraphRunner
  private let scalarInputs: [Int]
  private let rateInput: Int?
  private let clockInputs: [StepClock: Int]
  private let watch: WatchRunner?
  private let productsOutput: Int?
  private let outcomeOutput: Int?
  private let taskOutputs: [TaskOutputs]
  private let totalOutput: Int?
  private var pool: RowPool
  private var selection: [RowList]
  private let seed: UInt64
  /// The rows of each row space in a usual training step.
  package let rowsOfStep: [Int]
  /// The steps in which parameters begin to move that stood still before.
  private let rateChanges: Set<Int>
  /// Whether the factors on the learning rate have been written.
  private var hasRates = false

  private struct TaskOutputs {
    let loss: Int?
    let weight: Int?
    let presence: Int?
  }

  /// Binds a compiled model to memory; parameters are zero until `initialize` or a checkpoint.
  ///
  /// - Parameter shuffles: Whether the training rows have a new order in each epoch.
  package init(
    _ compiled: CompiledModel, tables: [DataTable], shuffles: Bool = true, threads: Int,
    instructionSet: InstructionSet
  ) {
    self.compiled = compiled
    self.instructionSet = instructionSet
    let memory = Memory(layout: compiled.variables, plans: compiled.plans)
    let threadPool = ThreadPool(threads: threads)
    let training = GraphRunner(
      compiled.training, tables: tables, memory: memory, threads: threadPool,
      instructionSet: instructionSet)
    let evaluation = GraphRunner(
      compiled.evaluation, tables: tables, memory: memory, threads: threadPool,
      instructionSet: instructionSet)
    self.memory = memory
    self.training = training
    evaluator = Evaluator(model: compiled.model, tables: tables, runner: evaluation)
    scalarInputs = compiled.model.training.optimizer.scalars.map {
      training.executor.inputIndex(of: GraphName.scalar($0)) ?? -1
    }
    rateInput = training.executor.inputIndex(of: GraphName.learningRate)
    clockInputs = training.clockInputs
    watch = compiled.watch.map { graph in
      WatchRunner(
        GraphRunner(
          graph, tables: tables, memory: memory, threads: threadPool,
          instructionSet: instructionSet))
    }
    productsOutput = training.executor.outputIndex(of: GraphName.gradientProducts)
    outcomeOutput = training.executor.outputIndex(of: GraphName.solverOutcome)
    taskOutputs = compiled.model.tasks.map { task in
      TaskOutputs(
        loss: training.executor.outputIndex(of: GraphName.loss(task.name)),
        weight: training.executor.outputIndex(of: GraphName.weight(task.name)),
        presence: training.executor.outputIndex(of: GraphName.presence(task.name)))
    }
    totalOutput = training.executor.outputIndex(of: GraphName.total)
    seed = compiled.model.training.seed
    pool = RowPool(
      tables: tables, batch: compiled.batch, sampling: compiled.model.training.sampling,
      seed: shuffles ? seed : nil)
    rowsOfStep = compiled.rowsOfStep(trainingRows: tables.map { $0.rows(of: .train).count })
    selection = tables.map { _ in RowList(capacity: compiled.batch) }
    let perEpoch = pool.batchesPerEpoch
    rateChanges = Set(
      compiled.model.parameterSettings.compactMap { settings in
        guard case .until(let duration)? = settings.freeze else { return nil }
        return duration.steps(perEpoch: perEpoch).map { Int($0.rounded(.up)) }
      })
  }

  /// The number of steps of an epoch.
  package var stepsPerEpoch: Int { pool.batchesPerEpoch }

  /// The number of training rows.
  package var trainingRows: Int { pool.count }

  /// Sets every parameter and state to its first value.
  package func initialize() {
    for parameter in compiled.parameters {
      let values = parameter.initializer.values(
        count: parameter.count, parameter: parameter.name, seed: seed)
      memory.store(values, at: parameterOffset(parameter.name))
    }
    for state in compiled.states {
      guard let range = compiled.variables.range(of: state.name) else { continue }
      let values = state.initializer.values(
        count: state.count, parameter: state.name, seed: seed)
      memory.store(values, at: range.lowerBound)
    }
    storeDecayMask()
  }

  /// The factor on the decay of each parameter; a weighting's own have none.
  func storeDecayMask() {
    guard let range = compiled.variables.range(of: GraphName.decayMask) else { return }
    for parameter in compiled.parameters
    where !compiled.parameterLayout.isTable(parameter.name) {
      let settings = compiled.model.settings(ofParameter: parameter.name)
      let decays = parameter.decays ? Float(settings?.decay ?? 1) : 0
      let offset = compiled.parameterLayout.offsets[parameter.name] ?? 0
      memory.store(
        Array(repeating: decays, count: parameter.count), at: range.lowerBound + offset)
    }
  }

  /// The factors on the learning rate of a step, where parameters have some of their own: written when
  /// training begins or goes on, and in the steps in which a factor changes.
  private func storeRates(step: Int) {
    guard let range = compiled.variables.range(of: GraphName.rateMask) else { return }
    guard !hasRates || rateChanges.contains(step) else { return }
    hasRates = true
    for parameter in compiled.parameters {
      let settings = compiled.model.settings(ofParameter: parameter.name)
      let rate =
        parameter.isFrozen ? 0 : settings?.rate(step: step, stepsPerEpoch: stepsPerEpoch) ?? 1
      let table = ParameterLayout.variable(GraphName.rateMask, table: parameter.name)
      if let place = compiled.variables.range(of: table) {
        memory.store([Float(rate)], at: place.lowerBound)
        continue
      }
      let offset = compiled.parameterLayout.offsets[parameter.name] ?? 0
      memory.store(
        Array(repeating: Float(rate), count: parameter.count), at: range.lowerBound + offset)
    }
  }

  private func parameterOffset(_ name: String) -> Int {
    let start = compiled.variables.offsets[ModelBuilder.parametersVariable] ?? 0
    return start + (compiled.parameterLayout.offsets[name] ?? 0)
  }

  /// Whether all parameters and what training keeps beside them are finite numbers.
  var isFinite: Bool {
    memory.withFloats(in: 0..<compiled.variables.size) { $0.allSatisfy { $0.isFinite } }
  }

  /// The values of one parameter.
  package func parameter(_ name: String) -> [Float] {
    guard let spec = compiled.parameters.first(where: { $0.name == name }) else { return [] }
    let offset = parameterOffset(name)
    return memory.floats(in: offset..<offset + spec.count)
  }

  /// Makes one training step.
  ///
  /// - Parameter step: The step's number, from 0 on: it decides the batch, the learning rate and all
  ///   random numbers.
  /// - Returns: The number of rows of the batch.
  @discardableResult
  package func step(_ step: Int, learningRate: Double) -> Int {
    prepare(step, learningRate: learningRate)
    training.run(selection, random: RandomKey(seed: seed, step: UInt64(step)))
    return selection.reduce(0) { $0 + $1.count }
  }

  /// Makes one training step, and says how long each instruction of the plan took.
  package func step(
    _ step: Int, learningRate: Double, timing seconds: inout [Double]
  ) {
    prepare(step, learningRate: learningRate)
    training.run(
      selection, random: RandomKey(seed: seed, step: UInt64(step)), timing: &seconds)
  }

  /// Makes one training step up to the first number that is not finite; `nil` where there is none.
  func findNonFinite(step: Int, learningRate: Double) -> NonFiniteValue? {
    prepare(step, learningRate: learningRate)
    return training.findNonFinite(selection, random: RandomKey(seed: seed, step: UInt64(step)))
  }

  private func prepare(_ step: Int, learningRate: Double) {
    selectRows(of: step)
    setScalars(step: step, learningRate: learningRate)
    storeRates(step: step)
  }

  private func selectRows(of step: Int) {
    let perEpoch = pool.batchesPerEpoch
    pool.select(batch: step % perEpoch, epoch: step / perEpoch, into: &selection)
  }

  private func setScalars(step: Int, learningRate: Double) {
    let optimizer = compiled.model.training.optimizer
    for (index, input) in scalarInputs.enumerated() where input >= 0 {
      let value = optimizer.scalarValue(index, step: step + 1, learningRate: learningRate)
      training.set(input, to: Float(value))
    }
    if let rateInput { training.set(rateInput, to: Float(learningRate)) }
    setClock(step, of: training, clockInputs)
  }

  private func setClock(_ step: Int, of runner: GraphRunner, _ inputs: [StepClock: Int]) {
    for (clock, input) in inputs { runner.set(input, to: value(of: clock, step)) }
  }

  private func value(of clock: StepClock, _ step: Int) -> Float {
    switch clock {
    case .step: Float(step)
    case .epoch: Float(step / stepsPerEpoch)
    case .isEpochStart: step % stepsPerEpoch == 0 ? 1 : 0
    }
  }

  /// What was minimised in the last step.
  package var total: Float { totalOutput.map { training.scalar($0) } ?? .nan }

  /// The loss and weight of a task in the last step; `nil` where no row had a label.
  package func taskLoss(_ task: Int) -> (loss: Float, weight: Float)? {
    let outputs = taskOutputs[task]
    guard outputs.presence.map({ training.scalar($0) > 0 }) ?? true, let loss = outputs.loss else {
      return nil
    }
    return (training.scalar(loss), outputs.weight.map { training.scalar($0) } ?? 1)
  }

  /// Lets a weighting that goes by metrics have those of an evaluation.
  func noteMetrics(_ reports: [TaskReport]) {
    let state = "\(GraphName.weighting).\(ModelBuilder.ruleState)"
    guard let scheme = compiled.model.lossWeighting as? any MetricWeighting,
      let range = compiled.variables.range(of: state)
    else { return }
    var kept = memory.floats(in: range)
    for (index, task) in compiled.model.tasks.enumerated() {
      guard let metric = task.shareMetric, let value = reports[index].value(of: metric.name) else {
        continue
      }
      kept[index] = Float(scheme.kept(of: value, before: Double(kept[index])))
    }
    memory.store(kept, at: range.lowerBound)
  }

  // MARK: Gradients

  /// Whether each step compares the tasks' gradients, as its weighting does.
  var comparesGradients: Bool { productsOutput != nil }

  /// Compares the tasks' gradients of a step that is about to be made, which changes nothing.
  ///
  /// - Parameter body: Is given their inner products, a square matrix; not called where nothing has been
  ///   compiled that computes them.
  func watchGradients(_ step: Int, _ body: (UnsafeBufferPointer<Float>) -> Void) {
    guard let watch else { return }
    selectRows(of: step)
    setClock(step, of: watch.runner, watch.clockInputs)
    watch.runner.run(selection, random: RandomKey(seed: seed, step: UInt64(step)))
    watch.runner.executor.withOutput(watch.productsOutput, body)
  }

  /// Calls `body` with the inner products of the tasks' gradients in the last step, where it has
  /// compared them.
  func withGradientProducts(_ body: (UnsafeBufferPointer<Float>) -> Void) {
    if let productsOutput { training.executor.withOutput(productsOutput, body) }
  }

  /// How the search for the weights of the last step ended, where its weighting searches for them.
  var solverOutcome: SolverOutcome? {
    outcomeOutput.flatMap { SolverOutcome(rawValue: Double(training.scalar($0))) }
  }

  /// The reports of all tasks on a split, with the parameters in memory.
  package func evaluate(_ split: Split) -> [TaskReport] { evaluator.evaluate(split) }

  /// What the model predicts for rows of a table.
  package func predict(table: Int, rows: [Int32]) -> [OutputPredictions] {
    evaluator.predict(table: table, rows: rows)
  }
}
