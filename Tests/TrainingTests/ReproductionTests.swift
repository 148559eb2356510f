import MTL
import MTLFormats
import MTLRuntime
import Testing

/// The same spec, data and seed leave the same bytes.
struct ReproductionTests {
  @Test func threadsChangeNothing() throws {
    let bench = try Workbench()
    try bench.write(Sample.pictures)
    let one = try bench.train(bench.options("one")).files()
    for threads in [2, 4] {
      let many = try bench.train(bench.options("\(threads)") { $0.threads = threads })
      #expect(try many.files() == one, "\(threads) threads")
    }
  }

  @Test func twoRunsAreEqual() throws {
    let bench = try Workbench()
    try bench.write(Sample.people())
    let first = try bench.train(bench.options("first"))
    let second = try bench.train(bench.options("second"))
    #expect(try first.files() == second.files())
    #expect(first.result.test.map { $0.json.text() } == second.result.test.map { $0.json.text() })
  }

  @Test func anotherSeedIsAnotherRun() throws {
    let bench = try Workbench()
    try bench.write(Sample.people())
    let first = try bench.train(bench.options("first"))
    let second = try bench.train(bench.options("second") { $0.seed = 1 })
    #expect(try first.files() != second.files())
  }

  /// Wherever a run is stopped, between epochs and within them, it ends as if it had not been.
  @Test func stoppedRunsEndAlike() throws {
    let bench = try Workbench()
    try bench.write(Sample.people())
    let whole = try bench.train()
    let expected = try whole.files()
    for stop in 1..<whole.result.steps {
      let stopped = try bench.start(bench.options("stopped\(stop)")).finish(after: stop)
      #expect(stopped.result.end == .interrupted)
      #expect(stopped.result.steps == stop)
      let resumed = try TrainingRun.resume(stopped.folder.path, options: bench.options())
      #expect(resumed.steps.done == stop)
      let ended = try resumed.finish()
      #expect(ended.result.end == .completed)
      #expect(try ended.files() == expected, "stopped after step \(stop)")
      #expect(ended.result.test.map { $0.json } == whole.result.test.map { $0.json })
    }
  }

  @Test func aRunMayBeStoppedAgainAndAgain() throws {
    let bench = try Workbench()
    try bench.write(Sample.people())
    let whole = try bench.train()
    var run = try bench.start(bench.options("stopped"))
    var stop = 2
    while stop < whole.result.steps {
      let stopped = try run.finish(after: stop)
      run = try TrainingRun.resume(stopped.folder.path, options: bench.options())
      stop += 3
    }
    #expect(try run.finish().files() == whole.files())
  }

  @Test func aFinishedRunGoesOnForMoreEpochs() throws {
    let bench = try Workbench()
    try bench.write(Sample.people(epochs: 4))
    let whole = try bench.train()
    let short = try bench.train(bench.options("short") { $0.epochs = 2 })
    #expect(short.result.end == .completed)
    let longer = bench.options { $0.epochs = 4 }
    let resumed = try TrainingRun.resume(short.folder.path, options: longer).finish()
    #expect(try resumed.files() == whole.files())
  }

  /// What was said of the length when a run was gone on with holds when it is gone on with again.
  @Test func aNewLengthIsKept() throws {
    let bench = try Workbench()
    try bench.write(Sample.people(epochs: 5))
    let short = try bench.train(bench.options("short") { $0.steps = 4 })
    #expect(short.result.steps == 4)
    let longer = bench.options { $0.epochs = 3 }
    let stopped = try TrainingRun.resume(short.folder.path, options: longer).finish(after: 6)
    #expect(stopped.result.end == .interrupted)
    let ended = try TrainingRun.resume(short.folder.path, options: bench.options()).finish()
    #expect(ended.result.end == .completed)
    #expect(ended.result.epochs == 3)
  }

  /// A run of steps that ends within an epoch; the epoch's losses go on where they stood.
  @Test func aRunThatEndedWithinAnEpochGoesOn() throws {
    let bench = try Workbench()
    try bench.write(Sample.people())
    let whole = try bench.train()
    let short = try bench.train(bench.options("short") { $0.steps = 6 })
    #expect(short.result.end == .completed)
    #expect(6 % (whole.result.steps / 3) != 0)
    let longer = bench.options { $0.epochs = 3 }
    let resumed = try TrainingRun.resume(short.folder.path, options: longer).finish()
    let last = try [whole, resumed].map {
      try Safetensors.read($0.folder.last, limit: 1 << 30).floats
    }
    #expect(last[0] == last[1])
    for (epoch, expected) in zip(resumed.epochs.reversed(), whole.epochs.reversed()) {
      #expect(epoch.epoch == expected.epoch)
      #expect(epoch.tasks.map { $0.trainingLoss } == expected.tasks.map { $0.trainingLoss })
    }
  }

  @Test func aFinishedRunHasNothingLeftToDo() throws {
    let bench = try Workbench()
    try bench.write(Sample.people(epochs: 2))
    let whole = try bench.train()
    let files = try whole.files()
    let again = try TrainingRun.resume(whole.folder.path, options: bench.options()).finish()
    #expect(again.epochs.isEmpty)
    #expect(again.result.end == .completed)
    #expect(try again.files() == files)
    #expect(again.result.test.map { $0.json } == whole.result.test.map { $0.json })
  }
}
