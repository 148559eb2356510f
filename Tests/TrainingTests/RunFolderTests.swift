import MTL
import MTLCatalogue
import MTLFormats
import MTLRuntime
import Testing

/// What a run leaves in its folder, and what becomes of a folder that is not as it was left.
struct RunFolderTests {
  @Test func aRunLeavesItsFiles() throws {
    let bench = try Workbench()
    try bench.write(Sample.people())
    let run = try bench.train()
    #expect(
      FilePath.names(in: run.folder.path)
        == ["best.safetensors", "last.safetensors", "metrics.jsonl", "run.json", "spec.mtl"])
    #expect(
      try FileBytes.read(run.folder.spec, limit: 1 << 20)
        == FileBytes.read(bench.path("spec.mtl"), limit: 1 << 20))
    let latest = try #require(FilePath.resolved(bench.path("runs/people/latest")))
    #expect(latest == FilePath.resolved(run.folder.path))
    let record = try JSONValue.parse(
      bytes: try FileBytes.read(run.folder.record, limit: 1 << 20), name: "run.json")
    #expect(record["format"]?.string == "mtl run")
    #expect(record["seed"]?.integer == 0)
    #expect(record["data"]?["people"]?["rows"]?["train"]?.integer ?? 0 > 40)
    #expect(record["spec_digest"]?.string?.count == 64)
  }

  @Test func metricsHaveALineForEachEpoch() throws {
    let bench = try Workbench()
    try bench.write(Sample.people())
    let run = try bench.train()
    let lines = try FileBytes.read(run.folder.metrics, limit: 1 << 20).split(separator: 0x0A)
    #expect(lines.count == 3)
    for (index, line) in lines.enumerated() {
      let json = try JSONValue.parse(bytes: Array(line), name: "metrics.jsonl")
      #expect(json == run.epochs[index].json)
      #expect(json["epoch"]?.integer == index + 1)
      for task in ["group", "member", "score"] {
        #expect(json["tasks"]?[task]?["training_loss"]?.number != nil)
      }
    }
  }

  @Test func checkpointsHoldEveryParameter() throws {
    let bench = try Workbench()
    try bench.write(Sample.people())
    let run = try bench.start()
    let trained = try run.finish()
    let shapes = [
      "group.dense.bias": [3], "group.dense.weight": [8, 3], "member.dense.bias": [1],
      "member.dense.weight": [8, 1], "score.dense.bias": [1], "score.dense.weight": [8, 1],
      "trunk.batch_norm.running_mean": [8], "trunk.batch_norm.running_variance": [8],
      "trunk.batch_norm.scale": [8], "trunk.batch_norm.shift": [8], "trunk.dense.bias": [8],
      "trunk.dense.weight": [6, 8], "weighting.group.log_variance": [],
      "weighting.member.log_variance": [], "weighting.score.log_variance": [],
    ]
    let best = try Safetensors.read(trained.folder.best, limit: 1 << 30)
    #expect(shapeTable(best) == shapes)
    #expect(best.metadata["format"] == "mtl")
    #expect(best.metadata["model"] == "people")
    let last = try Safetensors.read(trained.folder.last, limit: 1 << 30)
    var all = shapes
    for (name, shape) in shapes where !name.contains("running") {
      all["optimizer.mean.\(name)"] = shape
      all["optimizer.square.\(name)"] = shape
    }
    #expect(shapeTable(last) == all)
    for (name, values) in run.session.parameters { #expect(last.floats[name] == values) }
  }

  private func shapeTable(_ file: Safetensors) -> [String: [Int]] {
    Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0.shape) })
  }

  @Test func runsOfOneSecondHaveFoldersOfTheirOwn() throws {
    let bench = try Workbench()
    try bench.write(Sample.people(epochs: 1))
    let paths = try (0..<3).map { _ in try bench.train().folder.path }
    #expect(Set(paths).count == 3)
    let latest = try #require(FilePath.resolved(bench.path("runs/people/latest")))
    #expect(latest == FilePath.resolved(paths[2]))
  }

  /// A run that is gone on with by its link stays what it is when another one begins.
  @Test func theLinkIsFollowedOnce() throws {
    let bench = try Workbench()
    try bench.write(Sample.people(epochs: 2))
    let stopped = try bench.start().finish(after: 2)
    let link = bench.path("runs/people/latest/")
    let resumed = try TrainingRun.resume(link, options: bench.options())
    #expect(resumed.folder.path == stopped.folder.path)
    let other = try bench.start(bench.options { $0.seed = 5 })
    let ended = try resumed.finish()
    #expect(ended.result.end == .completed)
    #expect(
      try Trained(folder: stopped.folder, result: ended.result, epochs: []).files()
        == ended.files())
    #expect(!FileSystem.exists(other.folder.last))
  }

  // MARK: What is wrong with a folder

  private func resume(_ bench: Workbench, _ folder: RunFolder) -> String {
    failure { _ = try TrainingRun.resume(folder.path, options: bench.options()) }
  }

  @Test func aRunThatIsNotThereIsNamed() throws {
    let bench = try Workbench()
    let text = resume(bench, RunFolder(path: bench.path("runs/none")))
    #expect(text.contains("there is no run"))
  }

  @Test func aCheckpointOfAnotherModelIsRefused() throws {
    let bench = try Workbench()
    try bench.write(Sample.people(epochs: 1))
    let run = try bench.train()
    try bench.write(Sample.pictures)
    let other = try bench.train(bench.options { $0.epochs = 1 })
    try AtomicFile.write(
      try FileBytes.read(other.folder.last, limit: 1 << 30), to: run.folder.last)
    let text = resume(bench, run.folder)
    #expect(text.contains("it is of another model"))
  }

  @Test func aTruncatedCheckpointIsRefused() throws {
    let bench = try Workbench()
    try bench.write(Sample.people(epochs: 1))
    let run = try bench.train()
    let bytes = try FileBytes.read(run.folder.last, limit: 1 << 30)
    for size in [0, 7, 100, bytes.count / 2, bytes.count - 1] {
      try AtomicFile.write(Array(bytes.prefix(size)), to: run.folder.last)
      let text = resume(bench, run.folder)
      #expect(text.contains("last.safetensors"), "\(size) bytes: \(text)")
    }
  }

  /// Numbers that no run leaves behind neither stop the program nor pass unseen.
  @Test(arguments: ["\"steps\":9223372036854775807", "\"outcomes\":[0,0,9223372036854775807]"])
  func aStrangeStateIsRefused(_ member: String) throws {
    let bench = try Workbench()
    try bench.write(Sample.people(epochs: 2, weighting: "nash"))
    let stopped = try bench.start(bench.options()).finish(after: 2)
    let path = stopped.folder.last
    let file = try Safetensors.read(path, limit: 1 << 30)
    let key = member.prefix { $0 != ":" } + ":"
    var metadata = file.metadata
    metadata["run_state"] = metadata["run_state"]?.replacing(
      try Regex("\(key)(\\[[0-9,]*\\]|[0-9]+)"), with: member)
    try Safetensors(metadata: metadata, tensors: file.tensors).write(to: path)
    #expect(resume(bench, stopped.folder).contains("does not say where its run stood"))
  }

  /// What a scheme keeps may be no number in a strange file.
  @Test func aStrangeTensorDoesNoHarm() throws {
    let bench = try Workbench()
    try bench.write(Sample.people(epochs: 2, weighting: "nash"))
    let stopped = try bench.start(bench.options()).finish(after: 2)
    let path = stopped.folder.last
    let file = try Safetensors.read(path, limit: 1 << 30)
    let tensors = file.tensors.map { tensor in
      guard tensor.name.hasPrefix("weighting."), case .float(let values) = tensor.values else {
        return tensor
      }
      return Safetensors.Tensor(
        tensor.name, shape: tensor.shape, values: .float(values.map { _ in .nan }))
    }
    try Safetensors(metadata: file.metadata, tensors: tensors).write(to: path)
    let resumed = try TrainingRun.resume(stopped.folder.path, options: bench.options())
    #expect(try resumed.finish().result.end == .completed)
  }

  @Test func changedDataAreRefused() throws {
    let bench = try Workbench()
    try bench.write(Sample.people(epochs: 1))
    let run = try bench.train()
    let table = try FileBytes.read(bench.path("people.csv"), limit: 1 << 20)
    let changed = String(decoding: table, as: UTF8.self) + "30,2000,red,old,no,2000\n"
    try bench.write("people.csv", changed)
    let text = resume(bench, run.folder)
    #expect(text.contains("the file of `people` is not the one that the run was trained on"))
  }

  @Test func aDamagedRecordIsRefused() throws {
    let bench = try Workbench()
    try bench.write(Sample.people(epochs: 1))
    let run = try bench.train()
    let bytes = try FileBytes.read(run.folder.record, limit: 1 << 20)
    for damaged in [Array(bytes.dropLast(10)), Array("{}".utf8), []] {
      try AtomicFile.write(damaged, to: run.folder.record)
      #expect(resume(bench, run.folder).contains("run.json"))
    }
  }

  @Test func aRunWithoutCheckpointCannotGoOn() throws {
    let bench = try Workbench()
    try bench.write(Sample.people(epochs: 1))
    let run = try bench.start()
    let text = resume(bench, run.folder)
    #expect(text.contains("last.safetensors"))
  }
}
