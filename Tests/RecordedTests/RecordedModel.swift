import Foundation
import MTL
import MTLFormats
import MTLGraph
import MTLRuntime
import Testing

/// A folder with a recorded model's spec, data files and initial parameters; removed with the value.
final class RecordedModel {
  private let folder: String

  init(_ recorded: RecordedCase) throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("mtl-recorded-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    folder = url.path
    try write(recorded.json["spec"], to: "spec.mtl")
    for file in try #require(recorded.json["files"]?.members) {
      try write(file.value, to: file.key)
    }
    let tensors = recorded.tensors("parameters").map { name, tensor in
      Safetensors.Tensor(
        name, shape: tensor.shape, values: .float(tensor.values.map { Float($0) }))
    }
    try Safetensors(metadata: [:], tensors: tensors).write(to: "\(folder)/begin.safetensors")
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func write(_ text: JSONValue?, to file: String) throws {
    try AtomicFile.write(Array(try #require(text?.string).utf8), to: "\(folder)/\(file)")
  }

  /// The spec with its data in memory.
  func loaded() throws -> LoadedSpec {
    try Driver.load(
      try SpecFile.read("\(folder)/spec.mtl"), specFolder: folder, options: RunOptions())
  }

  /// Each task's loss in every step of a run from the recorded parameters; 0 where no row has a label.
  func lossesOfRun(steps: Int) throws -> [String: [Double]] {
    var options = RunOptions()
    options.out = "\(folder)/runs"
    options.steps = steps
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
        losses[task.key, default: []].append(task.value["loss"]?.number ?? 0)
      }
    }
    return losses
  }
}
