import MTL
import MTLCatalogue
import MTLData
import MTLFormats
import MTLRuntime
import Testing

/// Settings that change what is kept of the parameters, what decays, and how much rows count.
struct SettingTests {
  private static let table =
    "x,y,w\n" + (0..<40).map { "\($0 % 7),\(($0 * 3) % 5),\($0 % 3)\n" }.joined()

  private static func sample(
    loss: String = "mse(d.y)", after: String = "", train: String = "", table: String = table
  ) -> Sample {
    let spec = """
      model small

      data d from csv("d.csv") {
          feature x: number
          label y: number(scale: none)
          column w: number(scale: none)
          split random(validation: 20%, test: 20%, seed: 3)
      }

      task y(d.features) {
          encode
          dense(4) -> tanh -> dense(1)
          loss \(loss)
      }

      \(after)

      train {
          batch 8
          epochs 3
          \(train)
      }

      """
    return Sample(spec: spec, files: ["d.csv": table])
  }

  /// A parameter at the end of a run.
  private func weights(_ sample: Sample) throws -> [Float] {
    let bench = try Workbench()
    try bench.write(sample)
    let last = try Safetensors.read(bench.train().folder.last, limit: 1 << 20)
    return try #require(last.floats["y.dense.weight"])
  }

  /// After each step the average goes a tenth of the way to the parameters, and it is what is kept.
  @Test func theAverageFollowsTheParameters() throws {
    let bench = try Workbench()
    try bench.write(Self.sample(train: "average 0.9"))
    let initial = try bench.session()
    var expected = initial.parameter("y.dense.weight")
    let plain = try Workbench()
    try plain.write(Self.sample())
    let session = try plain.session()
    let steps = session.stepsPerEpoch * 3
    for step in 0..<steps {
      session.step(step, learningRate: 0.001)
      for (index, value) in session.parameter("y.dense.weight").enumerated() {
        expected[index] += (value - expected[index]) * 0.1
      }
    }
    let run = try bench.train()
    let last = try Safetensors.read(run.folder.last, limit: 1 << 20).floats
    #expect(last["y.dense.weight"] == session.parameter("y.dense.weight"))
    let average = try #require(last["average.y.dense.weight"])
    for (found, wanted) in zip(average, expected) { #expect(abs(found - wanted) < 1e-6) }
    if run.result.bestEpoch == 3 {
      let best = try Safetensors.read(run.folder.best, limit: 1 << 20).floats
      #expect(best["y.dense.weight"] == average)
    }
    let stopped = try bench.start(bench.options("stopped")).finish(after: 5)
    let resumed = try TrainingRun.resume(stopped.folder.path, options: bench.options())
    #expect(try resumed.finish().files() == run.files())
  }

  @Test func parametersWithoutDecayDoNotDecay() throws {
    let decaying = "optimizer adamw(learning_rate: 0.01, weight_decay: 0.5)"
    let kept = try weights(Self.sample(after: "parameters y { decay 0 }", train: decaying))
    let none = try weights(
      Self.sample(train: "optimizer adamw(learning_rate: 0.01, weight_decay: 0)"))
    #expect(kept == none)
    #expect(try weights(Self.sample(train: decaying)) != none)
  }

  /// A row of weight 0 has no part in the gradient, and one of weight 2 twice its part.
  @Test func rowsCountAsTheirWeightsSay() throws {
    var losses: [Float] = []
    for loss in ["mse(d.y, weight: d.w)", "mse(d.y)"] {
      let bench = try Workbench()
      let table = "x,y,w\n" + (0..<40).map { "\($0 % 7),\(($0 * 3) % 5),2\n" }.joined()
      try bench.write(Self.sample(loss: loss, table: table))
      let session = try bench.session()
      session.step(0, learningRate: 0)
      losses.append(try #require(session.taskLoss(0)?.loss))
    }
    #expect(abs(losses[0] - 2 * losses[1]) < 1e-5)
    let bench = try Workbench()
    let table = "x,y,w\n" + (0..<40).map { "\($0 % 7),\(($0 * 3) % 5),0\n" }.joined()
    try bench.write(Self.sample(loss: "mse(d.y, weight: d.w)", table: table))
    let session = try bench.session()
    let before = session.parameter("y.dense.weight")
    session.step(0, learningRate: 0.1)
    #expect(session.parameter("y.dense.weight") == before)
  }
}
