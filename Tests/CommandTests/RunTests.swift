import Foundation
import MTLFormats
import Testing

/// Runs made by the built program: trained, evaluated, interrupted, gone on with.
struct RunTests {
  @Test func familiesAreTrainedMemberByMember() throws {
    let folder = try Workplace()
    try CommandCase(
      "train family.mtl --epochs 3",
      output: ["joint r2", "joint[left] r2", "joint[right] r2", "local mae", "local[\"a\"] mae"],
      error: ["task joint[left] and 1 more", "local[\"a\"] and 7 more"]
    ).check(in: folder)
    let json = try Program.run(["evaluate", "--format", "json", "runs/family/latest"], in: folder)
    let report = try JSONValue.parse(bytes: Array(json.output.utf8), name: "output")
    #expect(try #require(report["joint[left]"]?["r2"]?.number) > 0.3)
  }

  @Test func sentencesAreTaggedWordByWord() throws {
    let folder = try Workplace()
    try CommandCase(
      "train sentences.mtl", output: ["upos accuracy", "length loss"],
      error: ["sentences: 3 tasks", "shared encoder"]
    ).check(in: folder)
    let json = try Program.run(
      ["evaluate", "--format", "json", "runs/sentences/latest"], in: folder)
    let report = try JSONValue.parse(bytes: Array(json.output.utf8), name: "output")
    #expect(try #require(report["upos"]?["accuracy"]?.number) > 0.9)
    let predicted = try CommandCase(
      "predict runs/sentences/latest sentences.conllu", output: ["upos,number,length"]
    ).check(in: folder)
    let rows = predicted.output.split(separator: "\n")
    #expect(rows.count == 49)
    // The first sentence: the cat sees .
    #expect(rows[1].hasPrefix("DET NOUN VERB PUNCT,"), "\(rows[1])")
  }

  @Test func rowsOfSeveralFilesTrainOneTrunk() throws {
    let folder = try Workplace()
    try CommandCase("plan joined.mtl", output: ["shared trunk", "dense", "task score"])
      .check(in: folder)
    try CommandCase("bench joined.mtl --steps 20", output: ["step, median", "rows a second"])
      .check(in: folder)
    try CommandCase(
      "train joined.mtl", output: ["group accuracy", "score r2"], error: ["done after 8 epochs"]
    ).check(in: folder)
    let predicted = try CommandCase("predict runs/joined/latest people.csv", output: ["group"])
      .check(in: folder)
    #expect(predicted.output.split(separator: "\n").count == 61)
  }

  @Test func runsAreTrainedAndUsed() throws {
    let folder = try Workplace()
    let trained = try CommandCase(
      "train people.mtl", output: ["test, epoch", "group accuracy", "score mae"],
      error: ["people: 2 tasks, weighting uncertainty", "epoch 3", "the run is in runs/people/"]
    ).check(in: folder)
    let evaluated = try CommandCase("evaluate runs/people/latest", output: ["score r2"])
      .check(in: folder)
    // The table's first line is its title.
    func numbers(_ text: String) -> [Substring] { Array(text.split(separator: "\n").dropFirst()) }
    #expect(
      numbers(evaluated.output).map { $0.split(separator: " ") }
        == numbers(trained.output).map { $0.split(separator: " ") })

    let json = try Program.run(
      ["evaluate", "--format", "json", "--split", "validation", "runs/people/latest"], in: folder)
    let report = try JSONValue.parse(bytes: Array(json.output.utf8), name: "output")
    #expect(report["score"]?["mae"]?.number != nil)
    #expect(report["group"]?["accuracy"]?.number != nil)

    let predicted = try CommandCase(
      "predict runs/people/latest people.csv", output: ["group,score"]
    )
    .check(in: folder)
    #expect(predicted.output.split(separator: "\n").count == 61)
    try CommandCase("predict --probabilities --out p.csv runs/people/latest people.csv")
      .check(in: folder)
    #expect(folder.text(folder.file("p.csv")).hasPrefix("group,group[old],group[young],score\n"))
    try CommandCase(
      "predict runs/people/latest none.csv", exit: 1, error: ["`none.csv` does not exist"]
    ).check(in: folder)
    if FileManager.default.fileExists(atPath: "/dev/full") {
      try CommandCase(
        "predict --out /dev/full runs/people/latest people.csv", exit: 1,
        error: ["/dev/full: cannot write the file: no space is left on the device"]
      ).check(in: folder)
    }
    try CommandCase(
      "evaluate runs/people", exit: 1, error: ["did you mean `runs/people/latest`?"]
    ).check(in: folder)
    try CommandCase(
      "predict --out none/p.csv runs/people/latest people.csv", exit: 1,
      error: ["none/p.csv: cannot write the file"]
    ).check(in: folder)
  }

  /// What is seen of gradients is told at the end, and again when the run is gone on with.
  @Test func gradientsAreWatched() throws {
    let folder = try Workplace()
    let watched = try CommandCase(
      "train --weighting equal --watch-gradients 2 --epochs 2 people.mtl",
      error: [
        "gradients in ", "group  weight  1.0000  mean norm", "score  weight  1.0000  mean norm",
        "mean cosine",
      ]
    ).check(in: folder)
    #expect(!watched.output.contains("gradients"))
    let line = folder.text(folder.file("runs/people/latest/metrics.jsonl"))
    #expect(line.contains("\"gradient_norm\":") && line.contains("\"conflicting\":"))
    try CommandCase(
      "train --resume runs/people/latest --epochs 3", error: ["gradients in 5 of 9 steps"]
    ).check(in: folder)
    try CommandCase(
      "train --weighting mgda --epochs 1 people.mtl", error: ["gradients in 3 steps", "mgda found"]
    ).check(in: folder)
    let plain = try CommandCase("train --epochs 1 people.mtl").check(in: folder)
    #expect(!plain.error.contains("gradients in"))
    try CommandCase(
      "train --quiet --weighting mgda --epochs 1 people.mtl", output: ["group loss"]
    ).check(in: folder)
  }

  /// A trunk of another run stands still for two epochs, and then moves.
  @Test func parametersAreTakenFromAnotherRun() throws {
    let folder = try Workplace()
    try FileManager.default.copyItem(atPath: specs, toPath: folder.file("specs"))
    try CommandCase(
      "train specs/transfer.mtl", exit: 1,
      error: ["MTL510", "`runs/digits/latest/best.safetensors` does not exist"]
    ).check(in: folder)
    try CommandCase("train specs/digits.mtl --epochs 1").check(in: folder)
    func trunk(_ model: String) throws -> [Safetensors.Tensor] {
      let path = folder.file("runs/\(model)/latest/last.safetensors")
      return try Safetensors.read(path, limit: 1 << 30).tensors.filter {
        $0.name.hasPrefix("trunk.")
      }.sorted { $0.name < $1.name }
    }
    let learnt = try trunk("digits")
    #expect(learnt.count == 4)
    try CommandCase("train specs/transfer.mtl --epochs 2").check(in: folder)
    #expect(try trunk("digits_transfer") == learnt)
    try CommandCase("train --resume runs/digits_transfer/latest --epochs 3").check(in: folder)
    let moved = try trunk("digits_transfer")
    #expect(zip(moved, learnt).allSatisfy { $0 != $1 })
  }

  /// A run that was stopped and gone on with leaves the very files of one that never stopped.
  @Test func runsThatGoOnLeaveTheSameFiles() throws {
    let folder = try Workplace()
    try CommandCase("train --epochs 2 --out whole family.mtl").check(in: folder)
    try CommandCase("train --epochs 1 --out parts family.mtl").check(in: folder)
    try CommandCase("train --resume parts/family/latest --epochs 2").check(in: folder)
    for file in ["last.safetensors", "best.safetensors"] {
      let whole = folder.bytes(file, ofRunIn: "whole", model: "family")
      #expect(!whole.isEmpty && whole == folder.bytes(file, ofRunIn: "parts", model: "family"))
    }
  }

  /// Two seeds that begin with the same parameters and take the rows in the file's order train alike.
  @Test func runsCanBeHeldAgainstOthers() throws {
    let folder = try Workplace()
    try CommandCase("train --steps 2 --out first family.mtl").check(in: folder)
    let options = "--steps 5 --no-shuffle --every-step"
    var runs: [[JSONValue]] = []
    for seed in [1, 2] {
      try CommandCase(
        "train --seed \(seed) \(options) --initialize first/family/latest/last.safetensors "
          + "--out run\(seed) family.mtl"
      ).check(in: folder)
      let text = folder.text(folder.file("run\(seed)/family/latest/metrics.jsonl"))
      runs.append(
        try text.split(separator: "\n").map {
          try JSONValue.parse(bytes: Array($0.utf8), name: "metrics.jsonl")
        })
    }
    let steps = runs.map { lines in lines.filter { $0["epoch"] == nil } }
    #expect(steps[0].compactMap { $0["step"]?.integer } == [1, 2, 3, 4, 5])
    #expect(steps[0].allSatisfy { $0["tasks"]?["joint[left]"]?["loss"]?.number ?? 0 > 0 })
    #expect(steps[0].map { $0.text() } == steps[1].map { $0.text() })

    // The newest run of the model may be the one that is begun with.
    try CommandCase(
      "train --steps 1 --initialize first/family/latest/last.safetensors --out first family.mtl"
    ).check(in: folder)
    try CommandCase(
      "train --initialize first/family/latest/last.safetensors people.mtl", exit: 1,
      error: ["the model has no parameter `"]
    ).check(in: folder)
    try CommandCase(
      "train --initialize none.safetensors people.mtl", exit: 1, error: ["none.safetensors"]
    ).check(in: folder)
    // A run that cannot begin leaves no folder.
    #expect(!FileManager.default.fileExists(atPath: folder.file("runs/people")))
    try CommandCase(
      "train --resume first/family/latest --every-step", exit: 2,
      error: ["`--every-step` cannot change a run that is resumed"]
    ).check(in: folder)
  }

  @Test func quietRunsPrintTheTableOnly() throws {
    let folder = try Workplace()
    let outcome = try CommandCase("train --quiet --epochs 1 --out other people.mtl").check(
      in: folder)
    #expect(outcome.error.isEmpty)
    #expect(outcome.output.hasPrefix("test, epoch 1"))
    #expect(!folder.bytes("best.safetensors", ofRunIn: "other").isEmpty)
  }

  @Test func runsGoOn() throws {
    let folder = try Workplace()
    try CommandCase("train --epochs 1 people.mtl").check(in: folder)
    try CommandCase(
      "train --resume runs/people/latest --epochs 3",
      error: ["resumed after step 3", "done after 3 epochs"]
    ).check(in: folder)
    try CommandCase("train --out whole people.mtl").check(in: folder)
    for file in ["best.safetensors", "last.safetensors", "metrics.jsonl"] {
      #expect(folder.bytes(file) == folder.bytes(file, ofRunIn: "whole"), "\(file)")
    }
  }

  @Test func anotherWeightingIsInTheSpecOfTheRun() throws {
    let folder = try Workplace()
    try CommandCase(
      "train --quiet --epochs 1 --weighting equal people.mtl"
    ).check(in: folder)
    let spec = String(decoding: folder.bytes("spec.mtl"), as: UTF8.self)
    #expect(spec.contains("weighting equal\n"))
    #expect(!spec.contains("uncertainty"))
    try CommandCase("evaluate runs/people/latest", output: ["group accuracy"]).check(in: folder)
    try CommandCase(
      "train --weighting equl people.mtl", exit: 1, error: ["equl", "equal"]
    ).check(in: folder)
  }

  @Test func damagedRunsAreRefused() throws {
    let folder = try Workplace()
    try CommandCase("train --quiet --epochs 1 people.mtl").check(in: folder)
    let best = folder.file("runs/people/latest/best.safetensors")
    let bytes = try #require(FileManager.default.contents(atPath: best))
    try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: best))
    try CommandCase("evaluate runs/people/latest", exit: 1, error: ["best.safetensors"])
      .check(in: folder)
    try folder.replace("old", by: "young", in: "people.csv")
    try CommandCase(
      "evaluate runs/people/latest", exit: 1,
      error: ["is not the one that the run was trained on", "bring the file back"]
    ).check(in: folder)
  }

  @Test func stepsAreTimed() throws {
    let folder = try Workplace()
    try CommandCase("bench --steps 20 people.mtl", output: ["step, median", "rows a second"])
      .check(in: folder)
    try CommandCase(
      "bench --steps 20 --operations people.mtl",
      output: ["where the time goes", "GFLOP/s", "matrixProduct+bias", "others"]
    ).check(in: folder)
    let outcome = try Program.run(
      ["bench", "--steps", "20", "--threads", "1", "--format", "json", "people.mtl"], in: folder)
    let json = try JSONValue.parse(bytes: Array(outcome.output.utf8), name: "output")
    #expect(json["steps"]?.integer == 20)
    #expect(json["median_us"]?.number ?? 0 > 0)
    #expect(json["threads"]?.integer == 1)
  }

  /// A first Ctrl-C ends a run after its step; gone on with, it ends as if it had not been.
  @Test func interruptedRunsGoOn() throws {
    let folder = try Workplace()
    let arguments = ["train", "--epochs", "3000", "people.mtl"]
    let process = Program.process(arguments, in: folder.path)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle.writing(folder.file("log"))
    try process.run()
    try waitForEpoch(of: process, log: folder.file("log"), in: folder)
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 1)
    let log = folder.text(folder.file("log"))
    let line = try #require(log.split(separator: "\n").last)
    #expect(line.hasPrefix("interrupted after step "))
    let command = try #require(line.split(separator: "`").dropFirst().first)
    #expect(command.hasPrefix("mtl train --resume runs/people/"))

    let resume = command.split(separator: " ").dropFirst().joined(separator: " ")
    try CommandCase(resume, error: ["resumed after step", "done after 3,000 epochs"])
      .check(in: folder)
    try CommandCase("train --quiet --out whole --epochs 3000 people.mtl").check(in: folder)
    for file in ["best.safetensors", "last.safetensors", "metrics.jsonl"] {
      #expect(folder.bytes(file) == folder.bytes(file, ofRunIn: "whole"), "\(file)")
    }
  }

  /// A run that is killed goes on from its last checkpoint.
  @Test func killedRunsGoOn() throws {
    let folder = try Workplace()
    let process = Program.process(["train", "--epochs", "1000", "people.mtl"], in: folder.path)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle.writing(folder.file("log"))
    try process.run()
    try waitForEpoch(of: process, log: folder.file("log"), in: folder)
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal)
    try CommandCase(
      "train --resume runs/people/latest --epochs 1000", error: ["done after 1,000 epochs"]
    ).check(in: folder)
    try CommandCase("train --quiet --out whole --epochs 1000 people.mtl").check(in: folder)
    for file in ["best.safetensors", "last.safetensors", "metrics.jsonl"] {
      #expect(folder.bytes(file) == folder.bytes(file, ofRunIn: "whole"), "\(file)")
    }
  }

  private func waitForEpoch(of process: Process, log: String, in folder: Workplace) throws {
    for _ in 0..<1000 where process.isRunning {
      if folder.text(log).contains("\nepoch 2") { return }
      usleep(10_000)
    }
    Issue.record("the run has not begun: \(folder.text(log))")
  }

  @Test func digitsTrainFromTheirSpec() throws {
    let folder = try Workplace()
    try FileManager.default.copyItem(atPath: specs, toPath: folder.file("specs"))
    let outcome = try CommandCase(
      "train --epochs 2 specs/digits.mtl",
      output: ["digit accuracy", "even auc", "redraw (auxiliary) loss"],
      error: ["digits: 3 tasks", "done after 2 epochs"]
    ).check(in: folder)
    let line = outcome.output.split(separator: "\n").first { $0.hasPrefix("digit accuracy") }
    let accuracy = try #require(line?.split(separator: " ").last.flatMap { Double($0) })
    #expect(accuracy > 0.6)
  }

  /// Specs train on their data as they are; one of 139 tasks with the plain sum, to be quick.
  @Test(
    .enabled(if: RealData.folder != nil, "the folder of real data sets is not there"),
    arguments: [
      ("sarcos.mtl", "sarcos: 7 tasks", "joint[torque1] r2"),
      ("schools.mtl --weighting equal", "schools: 139 tasks", "exam r2"),
      ("students.mtl", "students: 2 tasks", "portuguese_grade r2"),
    ])
  func realDataTrain(_ spec: String, _ tasks: String, _ metric: String) throws {
    let folder = try Workplace()
    try FileManager.default.copyItem(atPath: specs, toPath: folder.file("specs"))
    try CommandCase(
      "train --data-root \(RealData.folder ?? "") --epochs 1 specs/\(spec)", output: [metric],
      error: [tasks, "done after 1 epoch"]
    ).check(in: folder)
  }

  /// The folder of the specs that come with the program.
  private var specs: String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("specs").path
  }
}
