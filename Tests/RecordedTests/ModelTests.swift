import Foundation
import MTL
import MTLFormats
import MTLGraph
import MTLRuntime
import Testing

/// Whole models, trained as users train them, against the losses that PyTorch has in every step.
struct ModelTests {
  static let cases = Recording.cases("models.json", "models")

  /// The largest difference of a loss, in relation to it, after 50 steps in `Float`.
  private static let tolerance = 1e-4

  @Test func thereAreModels() {
    #expect(Self.cases.count >= 5)
  }

  @Test(arguments: cases)
  func lossesFollow(_ recorded: RecordedCase) throws {
    let bench = try TrainingBench(recorded)
    let found = try bench.lossesOfSteps()
    for member in try #require(recorded.json["losses"]?.members) {
      let wanted = try #require(member.value.elements).compactMap { $0.number }
      let losses = try #require(found[member.key])
      #expect(losses.count == wanted.count)
      let largest = zip(losses, wanted).map { abs($0 - $1) / max(abs($1), 1e-3) }.max() ?? 1
      #expect(largest <= Self.tolerance, "\(member.key) differs by \(largest)")
    }
  }
}

/// A folder with a recorded model's spec, rows and initial parameters; removed with the value.
private final class TrainingBench {
  private let folder: String
  private let stepCount: Int

  init(_ recorded: RecordedCase) throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("mtl-recorded-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    folder = url.path
    stepCount = recorded.json["losses"]?.members?.first?.value.elements?.count ?? 0
    for (file, key) in [("spec.mtl", "spec"), ("rows.csv", "rows")] {
      let text = try #require(recorded.json[key]?.string)
      try AtomicFile.write(Array(text.utf8), to: "\(folder)/\(file)")
    }
    let tensors = recorded.tensors("parameters").map { name, tensor in
      Safetensors.Tensor(
        name, shape: tensor.shape, values: .float(tensor.values.map { Float($0) }))
    }
    try Safetensors(metadata: [:], tensors: tensors).write(to: "\(folder)/begin.safetensors")
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Each task's loss in every step of a run from the recorded parameters.
  func lossesOfSteps() throws -> [String: [Double]] {
    var options = RunOptions()
    options.out = "\(folder)/runs"
    options.steps = stepCount
    options.threads = 1
    options.shuffles = false
    options.recordsSteps = true
    options.initialParameters = "\(folder)/begin.safetensors"
    let run = try TrainingRun.start("\(folder)/spec.mtl", options: options)
    _ = try run.train(shouldStop: { false }, report: { _ in })
    let text = String(
      decoding: try FileBytes.read(run.folder.metrics, limit: 1 << 26), as: UTF8.self)
    var losses: [String: [Double]] = [:]
    for line in text.split(separator: "\n") {
      let step = try JSONValue.parse(bytes: Array(line.utf8), name: "metrics.jsonl")
      guard step["epoch"] == nil else { continue }
      for task in step["tasks"]?.members ?? [] {
        losses[task.key, default: []].append(try #require(task.value["loss"]?.number))
      }
    }
    return losses
  }
}
