import MTL
import MTLCatalogue
import MTLData
import MTLFormats
import MTLRuntime
import Testing

/// Models of several data sets: each has rows and tasks of its own in every step.
struct DataSetTests {
  /// A large and a small data set; many a batch has no row of the small one.
  private static let pair: Sample = {
    func data(_ name: String) -> String {
      """
      data \(name) from csv("\(name).csv") {
          feature x: number(scale: none)
          label y: number(scale: none)
          split random(validation: 20%, test: 20%)
      }

      task \(name)_y(\(name).features) {
          encode
          dense(4) -> batch_norm -> relu
          dense(1)
          loss mse(\(name).y)
          metric mae
      }

      """
    }
    let spec = """
      model pair

      \(data("large"))
      \(data("small"))
      train {
          optimizer sgd(learning_rate: 0.01)
          batch 4
          epochs 3
      }

      """
    func table(_ rows: Int) -> String {
      "x,y\n" + (0..<rows).map { "\(Double($0 % 9) + 3),\($0 % 5)\n" }.joined()
    }
    return Sample(spec: spec, files: ["large.csv": table(80), "small.csv": table(12)])
  }()

  @Test func everyTaskHasTheRowsOfItsDataSet() throws {
    let bench = try Workbench()
    try bench.write(Self.pair)
    let run = try bench.start()
    let trained = try run.finish()
    for split in Split.allCases {
      let counts = run.spec.tables.map { $0.rows(of: split).count }
      #expect(run.session.evaluate(split).map { $0.rows } == counts, "\(split)")
    }
    #expect(trained.result.test.allSatisfy { $0.metrics.allSatisfy { $0.value != nil } })
  }

  @Test func runsOfSeveralDataSetsGoOn() throws {
    let bench = try Workbench()
    try bench.write(Self.pair)
    let whole = try bench.train()
    for stop in [1, 7, whole.result.steps - 1] {
      let stopped = try bench.start(bench.options("stopped\(stop)")).finish(after: stop)
      let resumed = try TrainingRun.resume(stopped.folder.path, options: bench.options())
      #expect(try resumed.finish().files() == whole.files())
    }
  }

  /// A step without rows of a data set says nothing of it: neither labels nor statistics.
  @Test func aStepWithoutRowsLeavesADataSetAlone() throws {
    let bench = try Workbench()
    try bench.write(Self.pair)
    let run = try bench.start()
    var checkpoint: [String: [Float]] = [:]
    var absences = 0
    for step in 1...12 {
      let before = checkpoint
      let folder = try TrainingRun.start(
        bench.path("spec.mtl"), options: bench.options { $0.steps = step }
      ).finish().folder
      checkpoint = try Safetensors.read(folder.last, limit: 1 << 20).floats
      run.session.step(step - 1, learningRate: 0.01)
      guard run.session.taskLoss(1)?.loss == nil, !before.isEmpty else { continue }
      absences += 1
      for (name, values) in checkpoint where name.hasPrefix("small_y.") {
        #expect(before[name] == values, "\(name) in step \(step)")
      }
    }
    #expect(absences > 0)
  }

  /// A file to predict stands for the first data set, and has the outputs of its tasks.
  @Test func predictionsAreOfTheFirstDataSet() throws {
    let bench = try Workbench()
    try bench.write(Self.pair)
    let run = try bench.train()
    try bench.write("new.csv", "x\n3\n4\n")
    let text = try Predictor(run.folder.path, options: bench.options())
      .predict(bench.path("new.csv"), withProbabilities: false)
    let lines = text.split(separator: "\n")
    #expect(lines.first == "large_y")
    #expect(lines.count == 3)
  }
}
