import MTL
import MTLCatalogue
import MTLFormats
import MTLRuntime
import Testing

/// How runs end: with the best epoch, early, without validation rows, or not at all.
struct EndingTests {
  @Test func theBestEpochIsKept() throws {
    let bench = try Workbench()
    try bench.write(Sample.people(epochs: 12, more: "monitor group.accuracy"))
    let run = try bench.start()
    var best: [String: [Float]] = [:]
    var values: [Double] = []
    var bestEpoch = 0
    let result = try run.train(shouldStop: { false }) { event in
      guard case .epoch(let report) = event else { return }
      let value = report.monitor ?? -1
      #expect(report.isBest == (value > values.max() ?? -.infinity))
      values.append(value)
      guard report.isBest else { return }
      best = run.session.parameters
      bestEpoch = report.epoch
    }
    #expect(result.bestEpoch == bestEpoch)
    #expect(bestEpoch < 12, "the sample is meant to have its best epoch before its end")
    let file = try Safetensors.read(run.folder.best, limit: 1 << 30).floats
    for (name, values) in best { #expect(file[name] == values, "\(name)") }
  }

  @Test func aRunThatNoLongerImprovesStops() throws {
    let bench = try Workbench()
    try bench.write(
      Sample.people(
        epochs: 20, optimizer: "sgd(learning_rate: 1e-30)",
        more: "monitor group.accuracy\n    stop early(patience: 2)"))
    let run = try bench.train()
    #expect(run.result.end == .stoppedEarly)
    #expect(run.result.epochs == 3)
    #expect(run.result.bestEpoch == 1)
    let resumed = try TrainingRun.resume(run.folder.path, options: bench.options()).finish()
    #expect(resumed.result.end == .stoppedEarly)
    #expect(resumed.epochs.isEmpty)
  }

  /// Without validation rows no epoch is the best: the last one counts.
  @Test func withoutValidationRowsTheLastEpochCounts() throws {
    let bench = try Workbench()
    try bench.write(Sample.people(split: "random(validation: 0%, test: 20%)"))
    let run = try bench.train()
    #expect(run.result.bestEpoch == nil)
    #expect(run.epochs.allSatisfy { !$0.isBest && $0.monitor == nil })
    let best = try Safetensors.read(run.folder.best, limit: 1 << 30).floats
    let last = try Safetensors.read(run.folder.last, limit: 1 << 30).floats
    for (name, values) in best { #expect(last[name] == values, "\(name)") }
    #expect(run.result.test.allSatisfy { $0.loss != nil })
    let stopped = try bench.start(bench.options("stopped")).finish(after: run.result.steps / 2)
    let resumed = try TrainingRun.resume(stopped.folder.path, options: bench.options()).finish()
    #expect(try resumed.files() == run.files())
  }

  @Test func withoutTestRowsNothingIsReportedOfThem() throws {
    let bench = try Workbench()
    try bench.write(Sample.people(split: "random(validation: 20%, test: 0%)"))
    let run = try bench.train()
    for report in run.result.test {
      #expect(report.loss == nil)
      #expect(report.rows == 0)
      #expect(report.metrics.allSatisfy { $0.value == nil })
    }
  }

  /// A line whose learning rate is too large: its loss grows from step to step until it is infinite.
  @Test func aLossThatIsNotFiniteIsAnError() throws {
    let bench = try Workbench()
    let rows = (1...40).map { (x: "\($0)", y: "\(3 * $0)", keep: "1") }
    try bench.write(
      Sample.line(
        rows: rows, optimizer: "sgd(learning_rate: 0.01)", batch: 10, epochs: 50))
    let run = try bench.start()
    var epochs = 0
    let text = failure {
      _ = try run.train(shouldStop: { false }) { if case .epoch = $0 { epochs += 1 } }
    }
    #expect(text.contains("is no longer a finite number in step"))
    #expect(text.contains("the first such number is made by `"), "\(text)")
    #expect(text.contains("of `y` (line "), "\(text)")
    #expect(text.contains("lower the learning rate"))
    #expect(epochs > 0)
    let file = try Safetensors.read(run.folder.last, limit: 1 << 30)
    #expect(file.floats.values.allSatisfy { $0.allSatisfy(\.isFinite) })
    // The checkpoint is that of the last epoch that ended well.
    let state = try JSONValue.parse(
      bytes: Array((file.metadata["run_state"] ?? "").utf8), name: "state")
    #expect(state["step"]?.integer == 4 * epochs)
    let lines = try FileBytes.read(run.folder.metrics, limit: 1 << 20).split(separator: 0x0A)
    #expect(lines.count == epochs)
  }
}

/// What counts as an improvement where a least change is asked for.
struct PatienceTests {
  /// The loss falls by a little in every epoch, and by enough in several: these count together.
  @Test func smallImprovementsAddUp() throws {
    let bench = try Workbench()
    let rows = (1...40).map { (x: "\($0 % 5)", y: "\($0 % 5)", keep: "1") }
    let sample = Sample.line(
      rows: rows, optimizer: "sgd(learning_rate: 0.002)", epochs: 12,
      more: "monitor y.mae\n    stop early(patience: 3, min_change: 0.02)")
    let spec = sample.spec.replacing("validation: 0%", with: "validation: 30%")
    try bench.write(Sample(spec: spec, files: sample.files))
    let run = try bench.train()
    let values = run.epochs.compactMap { $0.monitor }
    let changes = zip(values, values.dropFirst()).map { $0 - $1 }
    #expect(changes.allSatisfy { $0 > 0 && $0 < 0.02 }, "\(values)")
    #expect(run.result.end == .completed)
    #expect(run.result.epochs == 12)
  }
}

extension String {
  /// The text with another in place of all uses of one.
  func replacing(_ old: String, with new: String) -> String {
    split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
  }
}
