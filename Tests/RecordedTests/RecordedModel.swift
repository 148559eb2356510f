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

  /// What a run from the recorded parameters has found of each task in every step; 0 where no row has
  /// a label.
  struct Steps {
    var losses: [String: [Double]] = [:]
    var weights: [String: [Double]] = [:]
    /// The last parameters, by name.
    var parameters: [String: [Double]] = [:]
  }

  /// Trains as users train, from the recorded parameters and over the rows in their order.
  func run(steps count: Int) throws -> Steps {
    var options = RunOptions()
    options.out = "\(folder)/runs"
    options.steps = count
    options.threads = 1
    options.shuffles = false
    options.recordsSteps = true
    options.initialParameters = "\(folder)/begin.safetensors"
    let run = try TrainingRun.start("\(folder)/spec.mtl", options: options)
    _ = try run.train(shouldStop: { false }, report: { _ in })
    let text = String(
      decoding: try FileBytes.read(run.folder.metrics, limit: 1 << 26), as: UTF8.self)
    var steps = Steps()
    for line in text.split(separator: "\n") {
      let step = try JSONValue.parse(bytes: Array(line.utf8), name: "metrics.jsonl")
      guard step["epoch"] == nil else { continue }
      for task in step["tasks"]?.members ?? [] {
        steps.losses[task.key, default: []].append(task.value["loss"]?.number ?? 0)
        steps.weights[task.key, default: []].append(task.value["weight"]?.number ?? .nan)
      }
    }
    for tensor in try Safetensors.read(run.folder.last, limit: 1 << 26).tensors {
      guard case .float(let values) = tensor.values else { continue }
      steps.parameters[tensor.name] = values.map { Double($0) }
    }
    return steps
  }
}
