import MTL
import MTLCatalogue
import MTLFormats
import MTLRuntime
import Testing

/// What a run says of the tasks' gradients, and that looking at them changes nothing.
struct WatchTests {
  private static func lines(of run: Trained) throws -> [JSONValue] {
    try FileBytes.read(run.folder.metrics, limit: 1 << 24).split(separator: 0x0A).map {
      try JSONValue.parse(bytes: Array($0), name: "metrics.jsonl")
    }
  }

  /// Batch statistics, dropout, an optimizer with moments and learnt weights: all as without watching.
  @Test(arguments: ["uncertainty", "dwa", "equal", "moco"])
  func watchingChangesNothing(_ weighting: String) throws {
    let bench = try Workbench()
    try bench.write(Sample.people())
    let plain = try bench.train(bench.options("plain") { $0.weighting = weighting })
    #expect(plain.result.gradients == nil)
    #expect(plain.epochs.allSatisfy { $0.gradients == nil })
    for interval in [1, 3] {
      let watched = try bench.train(
        bench.options("watched\(interval)") {
          $0.weighting = weighting
          $0.watchInterval = interval
        })
      for (one, other) in [
        (plain.folder.best, watched.folder.best), (plain.folder.last, watched.folder.last),
      ] {
        let floats = try [one, other].map { try Safetensors.read($0, limit: 1 << 30).floats }
        #expect(floats[0] == floats[1])
      }
      #expect(
        plain.epochs.map { $0.tasks.map(\.loss) } == watched.epochs.map { $0.tasks.map(\.loss) })
      let seen = try #require(watched.result.gradients)
      #expect(seen.steps == (watched.result.steps + interval - 1) / interval)
      #expect(seen.pairs.allSatisfy { $0.steps > 0 && $0.conflicts <= $0.steps })
    }
  }

  /// Norms and cosine of the first step, from where each task alone moves the shared parameters.
  @Test(arguments: ["layer", "table"])
  func gradientsAreThoseThatMoveParameters(_ name: String) throws {
    let bench = try Workbench()
    let sample = name == "table" ? Self.towns : Self.sizes
    func way(_ weights: String) throws -> [Float] {
      try bench.write(
        Sample(spec: sample.spec + "weighting static(\(weights))\n", files: sample.files))
      let session = try bench.session()
      let before = session.parameters
      session.step(0, learningRate: 1)
      let after = session.parameters
      return before.keys.filter { $0.hasPrefix("trunk.") }.sorted().flatMap { name in
        zip(before[name] ?? [], after[name] ?? []).map { $0 - $1 }
      }
    }
    let (first, second) = try (way("first: 1, second: 0"), way("first: 0, second: 1"))
    func product(_ a: [Float], _ b: [Float]) -> Double {
      zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    let norms = [product(first, first).squareRoot(), product(second, second).squareRoot()]
    try bench.write(sample)
    let run = try bench.train(
      bench.options {
        $0.steps = 1
        $0.watchInterval = 1
        $0.recordsSteps = true
      })
    let seen = try #require(run.result.gradients)
    for (task, norm) in norms.enumerated() {
      #expect(norm > 0)
      #expect(abs(try #require(seen.meanNorm(of: task)) - norm) < 1e-4 * norm)
    }
    let cosine = product(first, second) / (norms[0] * norms[1])
    #expect(abs(try #require(seen.meanCosine) - cosine) < 1e-4)
    let step = try #require(try Self.lines(of: run).first)
    #expect(step["gradients"]?["cosines"]?["first"]?["second"]?.number == seen.meanCosine)
    #expect(step["tasks"]?["first"]?["gradient_norm"]?.number == seen.meanNorm(of: 0))
    #expect(step["gradients"]?["conflicting"]?.number == (cosine < 0 ? 1 : 0))
  }

  /// A scheme on gradients compares them anyway: every step is seen, and how its search ended.
  @Test func schemesOnGradientsAreWatchedByThemselves() throws {
    let bench = try Workbench()
    try bench.write(Sample.people())
    let run = try bench.train(bench.options { $0.weighting = "mgda" })
    let seen = try #require(run.result.gradients)
    #expect(seen.steps == run.result.steps && seen.searches == run.result.steps)
    let line = try #require(try Self.lines(of: run).first)
    #expect(line["gradients"]?["steps"]?.integer == run.result.steps / 3)
    #expect(line["gradients"]?["solver"]?["unfinished"]?.integer == 0)
    #expect(line["tasks"]?["score"]?["gradient_norm"]?.number ?? 0 > 0)
    // Looked at more rarely, it solves in every step all the same.
    let rarely = try bench.train(
      bench.options("rarely") {
        $0.weighting = "mgda"
        $0.watchInterval = 4
      }
    ).result.gradients
    #expect(rarely?.steps == (run.result.steps + 3) / 4)
    #expect(rarely?.searches == run.result.steps)
  }

  /// The plan that looks at gradients finds what the scheme itself finds.
  @Test func bothWaysSeeTheSame() throws {
    let bench = try Workbench()
    try bench.write(Sample.people())
    let seen = try ["equal", "mgda"].map { weighting in
      try bench.train(
        bench.options(weighting) {
          $0.weighting = weighting
          $0.steps = 1
          $0.watchInterval = 1
        }
      ).result.gradients
    }
    for task in 0..<3 {
      let norms = seen.compactMap { $0?.meanNorm(of: task) }
      #expect(norms.count == 2 && abs(norms[0] - norms[1]) < 1e-5 * norms[0])
    }
    #expect(abs((seen[0]?.meanCosine ?? 2) - (seen[1]?.meanCosine ?? -2)) < 1e-5)
  }

  /// Wherever a run is stopped, it ends having seen the same.
  @Test func stoppedRunsSeeTheSame() throws {
    let bench = try Workbench()
    try bench.write(Sample.people())
    func options(_ root: String) -> RunOptions {
      bench.options(root) {
        $0.watchInterval = 2
        $0.recordsSteps = true
      }
    }
    let whole = try bench.train(options("whole"))
    let expected = try whole.files()
    for stop in [1, 4, 5, 7] {
      let stopped = try bench.start(options("stopped\(stop)")).finish(after: stop)
      let ended = try TrainingRun.resume(stopped.folder.path, options: bench.options()).finish()
      #expect(ended.result.gradients == whole.result.gradients, "stopped after step \(stop)")
      #expect(try ended.files() == expected, "stopped after step \(stop)")
    }
  }

  /// A metrics line has every pair of a watched step and none of another.
  @Test func stepsHaveTheirCosines() throws {
    let bench = try Workbench()
    try bench.write(Sample.people())
    let run = try bench.train(
      bench.options {
        $0.steps = 4
        $0.watchInterval = 2
        $0.recordsSteps = true
      })
    let steps = try Self.lines(of: run).filter { $0["epoch"] == nil }
    #expect(steps.map { $0["gradients"] != nil } == [true, false, true, false])
    let cosines = try #require(steps[0]["gradients"]?["cosines"])
    #expect(cosines["group"]?.members?.map(\.key) == ["member", "score"])
    #expect(cosines["member"]?.members?.map(\.key) == ["score"])
  }

  /// A task that has a label and no gradient is left out by schemes on gradients, and named.
  @Test func zeroGradientsAreCounted() throws {
    let bench = try Workbench()
    var sample = WeightedSample(weighting: "static(b: 0) -> mgda")
    sample.settings = "epochs 2"
    try bench.write(sample.sample)
    let run = try bench.train(bench.options { $0.recordsSteps = true })
    let seen = try #require(run.result.gradients)
    #expect((0..<3).map { seen.zeroGradients(of: $0) } == [0, run.result.steps, 0])
    let lines = try Self.lines(of: run)
    let step = try #require(lines.first { $0["epoch"] == nil })
    #expect(step["gradients"]?["zero_gradients"]?.elements?.map { $0.string } == ["b"])
    let epoch = try #require(lines.first { $0["epoch"] != nil })
    #expect(epoch["gradients"]?["zero_gradients"]?["b"]?.integer == 2)
  }

  /// A batch without a label of a task gives it no weight.
  @Test func absentTasksHaveNoWeight() throws {
    let bench = try Workbench()
    var sample = WeightedSample(
      weighting: "rlw", hasLabel: { row, task in task != "b" || row == 3 })
    sample.settings = "epochs 1"
    try bench.write(sample.sample)
    let run = try bench.train(
      bench.options {
        $0.recordsSteps = true
        $0.shuffles = false
      })
    let steps = try Self.lines(of: run).filter { $0["epoch"] == nil }
    let weights = steps.map { $0["tasks"]?["b"]?["weight"]?.number }
    #expect(weights.count == 2 && weights[0] != nil && weights[1] == nil)
  }

  /// Nothing that two tasks train together stands before a `stop_gradient`.
  @Test func whatNoLossReachesCannotBeWeighed() throws {
    let bench = try Workbench()
    try bench.write(
      WeightedSample(weighting: "mgda", trunk: "dense(5) -> stop_gradient").sample)
    let text = failure { _ = try bench.start(bench.options()) }
    #expect(text.contains("no two tasks train a parameter together"))
  }

  @Test func whatSharesNothingCannotBeWatched() throws {
    let bench = try Workbench()
    try bench.write(Sample.line(rows: [("1", "2", "true"), ("2", "3", "true")]))
    let text = failure {
      _ = try bench.start(bench.options { $0.watchInterval = 1 })
    }
    #expect(text.contains("no two tasks train a parameter together"))
    #expect(text.contains("`--watch-gradients` asks for them"))
  }

  // MARK: Samples

  private static let sizes = sample(
    feature: "feature size: number", trunk: "encode -> dense(6) -> tanh")

  /// The shared part is a table of vectors, of which a batch reads some rows.
  private static let towns = sample(
    feature: "feature town: category", trunk: "encode(embedding: 4)")

  private static func sample(feature: String, trunk: String) -> Sample {
    let spec = """
      data houses from csv("houses.csv") {
          \(feature)
          label   price, age: number
          split   random(validation: 0%, test: 0%)
      }

      shared trunk(houses.features) { \(trunk) }

      task first(trunk) {
          dense(1)
          loss mse(houses.price)
      }

      task second(trunk) {
          dense(1)
          loss mae(houses.age)
      }

      train {
          optimizer sgd(learning_rate: 1)
          batch 16
      }

      """
    var lines = ["size,town,price,age"]
    for row in 0..<32 {
      let town = ["Rome", "Bonn", "Oslo", "Lyon", "Graz"][row * 7 % 11 % 5]
      lines.append("\(40 + row * 37 % 61),\(town),\(100 + row * 53 % 47),\(row * 29 % 31)")
    }
    return Sample(spec: spec, files: ["houses.csv": lines.joined(separator: "\n") + "\n"])
  }
}
