import MTL
import MTLCatalogue
import MTLRuntime
import Testing

/// What holds of training with schedules.
struct ScheduleTests {
  /// A run whose monitor hardly moves, so that a plateau is reached again and again.
  private static func sample(_ schedule: String) -> Sample {
    Sample.people(
      epochs: 7, optimizer: "sgd(learning_rate: 0.01)",
      more: "schedule \(schedule)\n    monitor group.accuracy")
  }

  /// The rate is halved after each epoch that is not the best so far.
  @Test func aPlateauLowersTheRate() throws {
    let bench = try Workbench()
    try bench.write(Self.sample("plateau(factor: 0.5, patience: 1)"))
    var expected = 0.01
    for epoch in try bench.train().epochs {
      #expect(epoch.learningRate == expected, "epoch \(epoch.epoch)")
      if !epoch.isBest { expected /= 2 }
    }
    #expect(expected < 0.01, "the sample is meant to reach a plateau")
  }

  /// Wherever a run is stopped, the schedule goes on as if it had not been.
  @Test(arguments: [
    "plateau(factor: 0.5, patience: 1)",
    "plateau(factor: 0.5, patience: 1, pause: 2, warmup: 3 steps)", "one_cycle",
    "exponential(factor: 0.5, warmup: 1 epoch)",
  ])
  func stoppedRunsEndAlike(_ schedule: String) throws {
    let bench = try Workbench()
    try bench.write(Self.sample(schedule))
    let whole = try bench.train()
    for stop in stride(from: 1, to: whole.result.steps, by: 3) {
      let stopped = try bench.start(bench.options("stopped\(stop)")).finish(after: stop)
      let resumed = try TrainingRun.resume(stopped.folder.path, options: bench.options())
      #expect(try resumed.finish().files() == whole.files(), "stopped after step \(stop)")
    }
  }

  /// A run that ended within an epoch and goes on has seen the monitor once more than one that did
  /// not; a plateau counts whole epochs only.
  @Test func aPlateauCountsWholeEpochs() throws {
    let bench = try Workbench()
    try bench.write(Self.sample("plateau(factor: 0.5, patience: 2)"))
    let whole = try bench.train()
    let perEpoch = whole.result.steps / 7
    let short = try bench.train(bench.options("short") { $0.steps = 3 * perEpoch + 1 })
    let longer = bench.options { $0.epochs = 7 }
    let resumed = try TrainingRun.resume(short.folder.path, options: longer).finish()
    let rates = whole.epochs.map { $0.learningRate }
    #expect(resumed.epochs.map { $0.learningRate } == Array(rates.dropFirst(3)))
  }

  @Test func withoutValidationRowsTheRateStays() throws {
    let bench = try Workbench()
    let rows = (1...20).map { (x: "\($0 % 5)", y: "\($0 % 5)", keep: "1") }
    try bench.write(
      Sample.line(rows: rows, epochs: 6, more: "schedule plateau(patience: 1)"))
    #expect(try bench.train().epochs.allSatisfy { $0.learningRate == 0.1 })
  }
}
