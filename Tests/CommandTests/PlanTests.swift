import Foundation
import MTLFormats
import MTLTestSupport
import Testing

/// What `mtl plan` says of a spec, and whether it is what training says and does.
struct PlanTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// A folder with the specs that come with the program beside the corpus.
  private static func workplace() throws -> Workplace {
    let folder = try Workplace()
    try FileManager.default.copyItem(
      atPath: root.appendingPathComponent("specs").path, toPath: folder.file("specs"))
    return folder
  }

  private static func json(_ spec: String, _ options: [String] = []) throws -> JSONValue {
    let outcome = try Program.run(
      ["plan", "--format", "json"] + options + [spec], in: try workplace())
    #expect(outcome.exitCode == 0, "\(outcome.error)")
    return try JSONValue.parse(bytes: Array(outcome.output.utf8), name: "output")
  }

  private static func sum(_ layers: [JSONValue], _ key: String) -> Int {
    layers.reduce(0) { $0 + ($1[key]?.integer ?? 0) }
  }

  static let specs = ["specs/digits.mtl", "experts.mtl"]

  @Test(arguments: specs, ["text", "json"])
  func plansAreAsRecorded(_ spec: String, _ format: String) throws {
    let outcome = try Program.run(
      ["plan", "--no-estimate", "--format", format, spec], in: try Self.workplace())
    #expect(outcome.exitCode == 0, "\(outcome.error)")
    let records = Self.root.appendingPathComponent("Tests/CommandTests/Plans").path
    let record = CorpusFile(root: records, path: URL(fileURLWithPath: spec).lastPathComponent)
    let text = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("  \"version\"") }.joined(separator: "\n")
    let difference = Golden.difference(text, record, format == "json" ? "json" : "txt")
    #expect(difference == nil, "\(difference ?? "")")
  }

  /// Parameters of layers add up to what training says of the model and of its declarations.
  @Test(arguments: specs)
  func parametersAreThoseOfTraining(_ spec: String) throws {
    let plan = try Self.json(spec, ["--no-estimate"])
    let layers = try #require(plan["layers"]?.elements)
    let total = try #require(plan["totals"]?["parameters"]?.integer)
    #expect(Self.sum(layers, "parameter_count") == total)
    let said = try Program.run(["train", "--steps", "2", spec], in: try Self.workplace()).error
      .replacing(",", with: "")
    #expect(said.contains("\(total) parameters in all"), "\(said)")
    for line in said.split(separator: "\n") where line.hasPrefix("  shared ") {
      let words = line.split(separator: " ")
      let own = layers.filter { $0["declaration"]?.string == String(words[1].dropLast()) }
      #expect(Self.sum(own, "parameter_count") == Int(words[2]), "\(line)")
    }
  }

  /// A dense layer multiplies each row with its weights once, and twice on the way back unless
  /// nothing before it is trained.
  @Test(arguments: specs)
  func denseLayersWorkAsTheirWeightsSay(_ spec: String) throws {
    let layers = try #require(try Self.json(spec, ["--no-estimate"])["layers"]?.elements)
    var count = 0
    for layer in layers {
      let name = layer["name"]?.string ?? ""
      guard name.split(separator: ".").last?.hasPrefix("dense") ?? false else { continue }
      let shape = layer["parameters"]?[0]?["shape"]?.elements ?? []
      let product = shape.reduce(1) { $0 * ($1.integer ?? 0) }
      let isFirst = name == "encoded.dense"
      #expect(layer["multiply_adds"]?.integer == product, "\(name)")
      #expect(
        layer["backward_multiply_adds"]?.integer == (isFirst ? product : 2 * product), "\(name)")
      count += 1
    }
    #expect(count > 3)
  }

  @Test func layersNameTheTasksThatReachThem() throws {
    let layers = try #require(
      try Self.json("experts.mtl", ["--no-estimate"])["layers"]?.elements)
    func tasks(_ name: String) -> [String]? {
      layers.first { $0["name"]?.string == name }?["tasks"]?.elements?.compactMap(\.string)
    }
    #expect(tasks("encoded.dense") == ["plain", "joint[left]", "joint[right]"])
    #expect(tasks("experts.expert_2.residual.dense") == ["joint[left]", "joint[right]"])
    #expect(tasks("joint[right].experts.gate") == ["joint[right]"])
    #expect(tasks("plain.dense") == ["plain"])
  }

  @Test func stepsAreTimed() throws {
    let plan = try Self.json("experts.mtl", ["--steps", "500", "--threads", "1"])
    let estimate = try #require(plan["estimate"])
    let rate = try #require(estimate["seconds_per_step"]?.number)
    #expect(rate > 0)
    #expect(estimate["seconds"]?.number == rate * 500)
    #expect(estimate["threads"]?.integer == 1)
    #expect(plan["training"]?["steps"]?.integer == 500)
    #expect(plan["training"]?["epochs"] == .null)
    try CommandCase("plan experts.mtl", output: ["an epoch, ", "timed ones"])
      .check(in: Workplace())
  }

  /// What the scheme adds to the plain sum of the losses is said, and is nothing for that sum itself.
  @Test func weightingsCostWhatTheyAdd() throws {
    func cost(_ weighting: String) throws -> JSONValue {
      let plan = try Self.json("people.mtl", ["--no-estimate", "--weighting", weighting])
      return try #require(plan["weighting_cost"])
    }
    let plain = try cost("equal")
    for figure in ["backward_multiply_adds", "operations_per_step", "training_arena"] {
      #expect(plain[figure]?["weighted"] == plain[figure]?["plain"])
    }
    #expect(plain["solver_tasks"] == .null && plain["state"]?.integer == 0)

    let learnt = try cost("uncertainty")
    #expect(learnt["trained"]?.integer == 2 && learnt["state"]?.integer == 0)
    #expect(try cost("dwa")["state"]?.integer == 9)

    // Two tasks go through the shared part once each; their few gradients are kept for the update.
    let gradients = try cost("mgda")
    let backward = try #require(gradients["backward_multiply_adds"])
    let shared = try #require(gradients["shared_backward_multiply_adds"]?.integer)
    #expect(shared > 0)
    #expect((backward["weighted"]?.integer ?? 0) - (backward["plain"]?.integer ?? 0) == shared)
    #expect(backward["plain"] == plain["backward_multiply_adds"]?["plain"])
    #expect(gradients["solver_tasks"]?.integer == 2)
    let apart = try cost("adatask")
    #expect((apart["state"]?.integer ?? 0) > 100 && apart["solver_tasks"] == .null)
    let near = try cost("mgda(at: representation)")
    #expect(near["backward_multiply_adds"]?["weighted"] == backward["plain"])

    try CommandCase(
      "plan --no-estimate --weighting mgda people.mtl",
      output: ["of gradients, 2 weights from 2 x 2 inner products", ", 2 times"]
    ).check(in: Workplace())
    try CommandCase(
      "plan --no-estimate --weighting dwa people.mtl", output: ["9 numbers from step to step"]
    ).check(in: Workplace())
    try CommandCase(
      "plan --no-estimate --weighting adatask people.mtl",
      output: ["of gradients, the optimizer's vectors for each task apart"]
    ).check(in: Workplace())
    try CommandCase(
      "bench --steps 20 --weighting mgda --against dwa people.mtl",
      output: ["people: weighting mgda, 20 steps", "against dwa", "the median of steps in turns"]
    ).check(in: Workplace())
    try CommandCase(
      "bench --steps 20 --against nothing people.mtl", exit: 1,
      error: ["MTL", "`nothing`", "where `--against` has put this"]
    ).check(in: Workplace())
  }

  /// Gradients that are too many to be kept are computed once more, together, for the update, which
  /// then is as with `equal` where all weights are 1.
  @Test func manyGradientsAreNotKept() throws {
    let folder = try Workplace()
    try folder.write(
      """
      data rows from synthetic(rows: 100) {
          feature x: number
          label   y0..y1: number
      }

      shared trunk(rows.features) { encode -> dense(1500) -> relu -> dense(1500) -> relu }

      task joint(trunk) for y in rows.labels {
          dense(1)
          loss mse(y)
      }

      weighting constant
      train { batch 16 }
      """, to: "wide.mtl")
    try CommandCase("plan --no-estimate wide.mtl", output: [", 3 times"]).check(in: folder)
    let losses = try ["constant", "equal"].map { weighting in
      try Program.run(["train", "wide.mtl", "--steps", "2", "--weighting", weighting], in: folder)
        .output.split(separator: "\n").filter { $0.hasPrefix("joint") }
    }
    #expect(losses[0].count == 3 && losses[0] == losses[1])
  }

  /// A spec that cannot be trained is not planned either, with the same words.
  @Test func pendingSpecsAreNotPlanned() throws {
    let folder = try Self.workplace()
    let plan = try CommandCase("plan specs/scenes.mtl", exit: 1, error: ["MTL140"])
      .check(in: folder)
    let train = try Program.run(["train", "specs/scenes.mtl"], in: folder)
    #expect(plan.error == train.error)
    #expect(plan.output.isEmpty)
  }

  /// Nothing of a run is written.
  @Test func nothingIsWritten() throws {
    let folder = try Workplace()
    try CommandCase("plan --weighting equal --epochs 2 people.mtl", output: ["weighting equal"])
      .check(in: folder)
    #expect(!FileManager.default.fileExists(atPath: folder.file("runs")))
  }
}
