import MTL
import MTLCatalogue
import MTLData
import MTLRuntime
import Testing

/// Models whose `input` joins the rows of several data sets.
struct JoinedRowsTests {
  private static let columns = """
    feature x, z: number
        feature kind: category
        label y: number(scale: none)
    """

  /// Rows that the two files have, or that one file has of both; the label is a task's own.
  private static func rows(_ part: Int) -> [String] {
    (0..<(part == 0 ? 21 : 10)).map { row in
      let kind = ["a", "b", "c", "d"][row % (part == 0 ? 3 : 4)]
      return "\(row % 7 + part * 2),\(row % 3),\(kind),\(row % 5 - part)"
    }
  }

  private static func spec(
    data: String, input: String, labels: [String], sampling: String = ""
  ) -> String {
    """
    model joined

    \(data)

    shared trunk(\(input)) {
        encode(embedding: 3)
        dense(6) -> batch_norm -> tanh
    }

    task first(trunk) {
        dense(1)
        loss mse(\(labels[0]))
        metric mae
    }

    task second(trunk) {
        dense(1)
        loss mse(\(labels[1]))
        metric mae
    }

    train {
        batch 31
        epochs 4
        \(sampling)
    }

    """
  }

  private static let split = "split random(validation: 0%, test: 0%)"

  private static func joined(sampling: String = "") -> Sample {
    func data(_ name: String) -> String {
      "data \(name) from csv(\"\(name).csv\") {\n    \(columns)\n    \(split)\n}\n\n"
    }
    let header = "x,z,kind,y\n"
    return Sample(
      spec: spec(
        data: data("one") + data("two") + "input both from one.features, two.features",
        input: "both", labels: ["one.y", "two.y"], sampling: sampling),
      files: [
        "one.csv": header + rows(0).joined(separator: "\n") + "\n",
        "two.csv": header + rows(1).joined(separator: "\n") + "\n",
      ])
  }

  /// The same rows in one file, with a label for each task that is missing in the other's rows.
  private static var single: Sample {
    let data = """
      data all from csv("all.csv") {
          feature x, z: number
          feature kind: category
          label a, b: number(scale: none)
          \(split)
      }
      """
    func cells(_ row: String) -> [Substring] { row.split(separator: ",") }
    let lines =
      rows(0).map { "\(cells($0)[..<3].joined(separator: ",")),\(cells($0)[3])," }
      + rows(1).map { "\(cells($0)[..<3].joined(separator: ",")),,\(cells($0)[3])" }
    return Sample(
      spec: spec(data: data, input: "all.features", labels: ["all.a", "all.b"]),
      files: ["all.csv": "x,z,kind,a,b\n" + lines.joined(separator: "\n") + "\n"])
  }

  /// Scales, classes, batch statistics and losses are those of one file with all rows.
  @Test func joinedFilesTrainAsOneFile() throws {
    var losses: [[Float]] = []
    for sample in [Self.joined(), Self.single] {
      let bench = try Workbench()
      try bench.write(sample)
      let session = try bench.session()
      losses.append(
        (0..<12).flatMap { step -> [Float] in
          session.step(step, learningRate: 0.05)
          return [session.taskLoss(0)?.loss ?? .nan, session.taskLoss(1)?.loss ?? .nan]
        })
    }
    for (joined, single) in zip(losses[0], losses[1]) {
      #expect(abs(joined - single) < 2e-4 * max(abs(single), 1), "\(joined) is not \(single)")
    }
    #expect((losses[0].last ?? 1) < losses[0][1])
  }

  @Test(arguments: ["sampling temperature(2)", "sampling round_robin", ""])
  func runsGoOnWhateverIsDrawn(_ sampling: String) throws {
    let bench = try Workbench()
    let sample = Self.joined(sampling: sampling)
    let spec = sample.spec.replacing("batch 31", with: "batch 4")
    try bench.write(Sample(spec: spec, files: sample.files))
    let whole = try bench.train()
    #expect(whole.result.steps == 32)
    let stopped = try bench.start(bench.options("stopped")).finish(after: 11)
    let resumed = try TrainingRun.resume(
      stopped.folder.path, options: bench.options { $0.threads = 2 })
    #expect(try resumed.finish().files() == whole.files())
  }
}
