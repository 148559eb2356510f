import MTLCatalogue
import MTLCompiler
import MTLFormats
import MTLGraph
import MTLSemantics

/// Trains a model: steps, epochs, the best epoch, the early stop, checkpoints.
package final class Trainer {
  /// What the trainer tells while it runs.
  package enum Event: Sendable {
    /// A step has been made; sent for every step.
    case step(Int, of: Int)
    case epoch(EpochReport)
  }

  package let session: TrainingSession
  private let folder: RunFolder
  private let model: CheckedModel
  private var state: RunState
  private var best: Snapshot?
  /// What the session was at the beginning of the epoch, and the step that it began with: what makes
  /// a number that is not finite is found by going through the steps once more.
  private var epochStart: (snapshot: Snapshot, step: Int)?
  /// The end of the last epoch, where it has not been written.
  private var unwritten: (snapshot: Snapshot, state: RunState)?
  private var rowsSinceReport = 0
  private var lastReport: Double
  private var lastWrite: Double?

  /// The seconds between two checkpoints of short epochs.
  private static let secondsBetweenCheckpoints = 5.0

  /// Whether every step has a line among the metrics.
  private let recordsSteps: Bool
  /// In every how many steps the tasks' gradients are looked at; `nil` for none.
  private let watchInterval: Int?
  /// What has been seen of gradients in the last step, where it has a line among the metrics.
  private var stepGradients: GradientTally?

  /// Makes a trainer that starts from the parameters that the session has.
  ///
  /// - Parameter watchInterval: In every how many steps the tasks' gradients are looked at; in each where
  ///   it is `nil` and the weighting compares them anyway.
  package init(
    session: TrainingSession, folder: RunFolder, recordsSteps: Bool = false,
    watchInterval: Int? = nil
  ) {
    self.session = session
    self.recordsSteps = recordsSteps
    self.watchInterval = watchInterval ?? (session.comparesGradients ? 1 : nil)
    self.folder = folder
    model = session.compiled.model
    state = RunState(taskCount: model.tasks.count)
    session.startAverage()
    lastReport = Clock.seconds
    beginWatch()
  }

  /// Goes on where the folder's last checkpoint stands.
  package func resume() throws(FormatError) {
    if FileSystem.exists(folder.best) {
      _ = try Checkpoint.read(folder.best, into: session, withOptimizer: false)
      best = session.snapshot()
    }
    state = try Checkpoint.read(folder.last, into: session, withOptimizer: true)
    beginWatch()
    if state.bestEpoch == nil { best = nil }
    try folder.keepMetrics(through: completedEpochs, step: state.step)
  }

  /// The steps that have been made.
  package var step: Int { state.step }

  /// The epochs that have ended.
  package var completedEpochs: Int { state.step / session.stepsPerEpoch }

  /// The steps of the whole run.
  package var totalSteps: Int {
    model.training.length.steps(perEpoch: session.stepsPerEpoch)
  }

  /// Trains to the end, or until `shouldStop` says so after a step.
  package func run(
    shouldStop: () -> Bool, report: (Event) -> Void
  ) throws -> TrainingResult {
    let start = Clock.seconds
    lastReport = start
    epochStart = (session.snapshot(), state.step)
    let end: TrainingEnd
    do {
      end = try makeSteps(shouldStop: shouldStop, report: report)
    } catch let error as TrainingError {
      try writeUnwritten()
      throw error
    }
    return try finish(end, seconds: Clock.seconds - start)
  }

  /// Makes steps until all are made, one fails, or something says stop.
  private func makeSteps(
    shouldStop: () -> Bool, report: (Event) -> Void
  ) throws -> TrainingEnd {
    while state.step < totalSteps, !isStopping {
      try makeStep()
      report(.step(state.step, of: totalSteps))
      if state.step % session.stepsPerEpoch == 0 || state.step == totalSteps {
        report(.epoch(try endEpoch()))
      }
      if shouldStop(), state.step < totalSteps, !isStopping { return .interrupted }
    }
    return isStopping ? .stoppedEarly : .completed
  }

  private var isStopping: Bool {
    model.training.stopping?.stops(
      afterEpochsWithoutImprovement: state.patience.epochsWithoutImprovement) ?? false
  }

  // MARK: Steps

  private var learningRate: Double {
    let progress = ScheduleProgress(
      step: state.step, totalSteps: totalSteps, stepsPerEpoch: session.stepsPerEpoch,
      memory: state.schedule)
    return model.training.optimizer.learningRate * model.training.schedule.factor(at: progress)
  }

  private func makeStep() throws(TrainingError) {
    let isWatched = watchInterval.map { state.step % $0 == 0 } ?? false
    if isWatched { session.watchGradients(state.step) { count($0) } }
    rowsSinceReport += session.step(state.step, learningRate: learningRate)
    if isWatched { session.withGradientProducts { count($0) } }
    if let outcome = session.solverOutcome { count(outcome) }
    for task in model.tasks.indices {
      guard let (loss, weight) = session.taskLoss(task) else { continue }
      guard loss.isFinite else {
        throw notFinite("the loss of `\(model.tasks[task].name)`", in: state.step)
      }
      state.lossSums[task] += Double(loss)
      state.lossCounts[task] += 1
      state.weights[task] = Double(weight)
      if isWatched { countLabel(of: task) }
    }
    if recordsSteps { recordStep() }
    state.step += 1
  }

  /// Adds the line of the step that has just been made.
  private func recordStep() {
    let tasks = model.tasks.indices.map { task in
      let last = session.taskLoss(task)
      return StepReport.TaskLoss(
        task: model.tasks[task].name, loss: last.map { Double($0.loss) },
        weight: last.map { Double($0.weight) },
        gradientNorm: stepGradients?.meanNorm(of: task))
    }
    folder.append(
      StepReport(
        step: state.step + 1, learningRate: learningRate, tasks: tasks, gradients: stepGradients))
    stepGradients = nil
  }

  // MARK: Gradients

  /// Begins to count what is seen of gradients, where a run does and has not begun before.
  private func beginWatch() {
    guard watchInterval != nil, state.gradients == nil else { return }
    state.gradients = GradientWatch(tasks: model.tasks.count)
  }

  /// Counts the inner products of a step's gradients.
  private func count(_ products: UnsafeBufferPointer<Float>) {
    state.gradients?.epoch.add(products: products)
    guard recordsSteps else { return }
    stepGradients = stepGradients ?? GradientTally(tasks: model.tasks.count)
    stepGradients?.add(products: products)
  }

  /// Counts a task that has a label in a watched step.
  private func countLabel(of task: Int) {
    state.gradients?.epoch.addLabel(of: task)
    stepGradients?.addLabel(of: task)
  }

  /// Counts how the search for a step's weights ended.
  private func count(_ outcome: SolverOutcome) {
    state.gradients?.epoch.add(outcome)
    guard recordsSteps else { return }
    stepGradients = stepGradients ?? GradientTally(tasks: model.tasks.count)
    stepGradients?.add(outcome)
  }

  /// The error of numbers that are not finite, with the first of them: the steps since the beginning of
  /// the epoch, whose bits are those of before, show where it comes from.
  private func notFinite(_ subject: String, in last: Int) -> TrainingError {
    let current = state.step
    defer { state.step = current }
    var (origin, first) = ("", last)
    if let epochStart {
      session.restore(epochStart.snapshot)
      for step in epochStart.step...max(last, epochStart.step) {
        state.step = step
        guard let value = session.findNonFinite(step: step, learningRate: learningRate) else {
          continue
        }
        (origin, first) = ("; the first such number is made by \(value) in step \(step + 1)", step)
        break
      }
    }
    let remedy =
      first == 0
      ? "nothing had been learnt yet: look for numbers that are too large among columns, labels and weights"
      : "lower the learning rate, or bound the gradient with `clip norm(1)`; the checkpoints of "
        + "earlier epochs are untouched"
    return TrainingError(
      "\(subject) is no longer a finite number in step \(last + 1)\(origin)", help: remedy)
  }

  // MARK: Epochs

  private func endEpoch() throws -> EpochReport {
    guard session.isFinite else { throw notFinite("a parameter", in: state.step - 1) }
    let rate = learningRate
    // What is judged and kept are the averaged parameters, where there are such.
    let keepsAverage = model.training.averageDecay != nil
    if keepsAverage { session.exchangeAverage() }
    var reports = session.evaluate(.validation)
    for task in reports.indices {
      let count = state.lossCounts[task]
      reports[task].trainingLoss = count > 0 ? state.lossSums[task] / Double(count) : nil
      reports[task].weight = state.weights[task]
      reports[task].gradientNorm = state.gradients?.epoch.meanNorm(of: task)
    }
    session.noteMetrics(reports)
    let gradients = state.gradients?.epoch
    if state.step % session.stepsPerEpoch == 0 { state.beginEpoch() }
    let monitor = monitorValue(reports)
    let isBest = keepBest(monitor)
    if keepsAverage { session.exchangeAverage() }
    let report = EpochReport(
      epoch: (state.step + session.stepsPerEpoch - 1) / session.stepsPerEpoch, step: state.step,
      learningRate: rate, tasks: reports, monitor: monitor, isBest: isBest, gradients: gradients,
      rowsPerSecond: speed())
    folder.append(report)
    try writeCheckpointsOfEpoch()
    return report
  }

  private func speed() -> Double {
    let now = Clock.seconds
    let rate = Double(rowsSinceReport) / max(now - lastReport, 1e-9)
    lastReport = now
    rowsSinceReport = 0
    return rate
  }

  /// What the best epoch goes by: the monitor, or the tasks' mean validation loss, each divided by
  /// its value after the first epoch.
  private func monitorValue(_ reports: [TaskReport]) -> Double? {
    if let monitor = model.training.monitor {
      return (reports + reports.byFamily).first { $0.task == monitor.task }?
        .value(of: monitor.metric)
    }
    var ratios: [Double] = []
    for (task, report) in reports.enumerated() where !report.isAuxiliary {
      guard let loss = report.loss else { continue }
      if state.firstLosses[task] == nil { state.firstLosses[task] = loss }
      if let first = state.firstLosses[task], first != 0 { ratios.append(loss / first) }
    }
    return ratios.isEmpty ? nil : ratios.reduce(0, +) / Double(ratios.count)
  }

  /// Keeps the parameters where the epoch is the best so far.
  private func keepBest(_ value: Double?) -> Bool {
    guard let value, !value.isNaN else { return false }
    let higherIsBetter = model.training.monitor?.higherIsBetter ?? false
    observe(value, higherIsBetter: higherIsBetter)
    if let bestValue = state.bestValue {
      guard higherIsBetter ? value > bestValue : value < bestValue else { return false }
    }
    state.bestValue = value
    state.bestEpoch = (state.step + session.stepsPerEpoch - 1) / session.stepsPerEpoch
    best = session.snapshot()
    return true
  }

  /// Lets the stopping rule and, at the end of a whole epoch, the schedule take note of the monitor.
  private func observe(_ value: Double, higherIsBetter: Bool) {
    if let rule = model.training.stopping {
      state.patience.count(value) { best in
        rule.isImprovement(value, over: best, higherIsBetter: higherIsBetter)
      }
    }
    if state.step % session.stepsPerEpoch == 0 {
      model.training.schedule.observe(
        value, higherIsBetter: higherIsBetter, memory: &state.schedule)
    }
  }

  // MARK: Checkpoints

  /// Writes the end of an epoch, or keeps it in memory where the last one has just been written.
  private func writeCheckpointsOfEpoch() throws(FormatError) {
    let current = session.snapshot()
    epochStart = (current, state.step)
    if let lastWrite, Clock.seconds - lastWrite < Trainer.secondsBetweenCheckpoints {
      unwritten = (current, state)
    } else {
      try writeCheckpoints(current, state)
    }
  }

  /// Writes the end of the last epoch, if it still has to be.
  private func writeUnwritten() throws(FormatError) {
    if let unwritten { try writeCheckpoints(unwritten.snapshot, unwritten.state) }
  }

  private func writeCheckpoints(_ current: Snapshot, _ state: RunState) throws(FormatError) {
    // A kill between two files loses nothing: `last` comes last, and a run that goes on from it
    // leaves out the lines of later epochs and finds their best one again.
    try folder.writeMetrics()
    try Checkpoint.write(
      best ?? session.averaged(current), of: session.compiled, withOptimizer: false, state: state,
      to: folder.best)
    try Checkpoint.write(
      current, of: session.compiled, withOptimizer: true, state: state, to: folder.last)
    lastWrite = Clock.seconds
    unwritten = nil
  }

  private func finish(_ end: TrainingEnd, seconds: Double) throws(FormatError) -> TrainingResult {
    let current = session.snapshot()
    try writeCheckpoints(current, state)
    var test: [TaskReport] = []
    if end != .interrupted {
      session.restore(best ?? session.averaged(current))
      test = session.evaluate(.test)
      session.restore(current)
    }
    return TrainingResult(
      end: end, epochs: completedEpochs, steps: state.step, bestEpoch: state.bestEpoch, test: test,
      weights: state.weights, gradients: state.gradients?.run, seconds: seconds)
  }
}
