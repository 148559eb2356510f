import Foundation
import MTL
import MTLCatalogue
import MTLCompiler
import MTLFormats
import MTLRuntime
import MTLSemantics
import MTLSource

/// A folder of one test with a spec, its data and the runs made of them; removed with the value.
final class Workbench {
  let folder: String

  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("mtl-training-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    folder = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// The path of a file in the folder.
  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// Writes a file.
  func write(_ name: String, _ text: String) throws {
    try AtomicFile.write(Array(text.utf8), to: path(name))
  }

  /// Writes a spec and the files that it reads.
  func write(_ sample: Sample) throws {
    try write("spec.mtl", sample.spec)
    for (name, text) in sample.files { try write(name, text) }
  }

  /// The options of a run below a root of its own.
  func options(_ root: String = "runs", _ change: (inout RunOptions) -> Void = { _ in })
    -> RunOptions
  {
    var options = RunOptions()
    options.out = path(root)
    options.threads = 1
    change(&options)
    return options
  }

  /// Begins a run of the spec.
  func start(_ options: RunOptions? = nil) throws -> TrainingRun {
    try TrainingRun.start(path("spec.mtl"), options: options ?? self.options())
  }

  /// Trains a run of the spec to its end.
  @discardableResult
  func train(_ options: RunOptions? = nil) throws -> Trained {
    try start(options).finish()
  }

  /// The model in memory, its parameters at their first values.
  func session(_ options: RunOptions? = nil) throws -> TrainingSession {
    let options = options ?? self.options()
    let spec = try Driver.load(
      try SpecFile.read(path("spec.mtl")), specFolder: folder, options: options)
    let session = try Driver.session(try Driver.compile(spec), spec, options: options)
    session.initialize()
    return session
  }
}

/// A run that has ended or been interrupted.
struct Trained {
  let folder: RunFolder
  let result: TrainingResult
  let epochs: [EpochReport]

  /// What the run leaves, byte by byte; numbers that depend on the clock are in none of it.
  func files() throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for path in [folder.best, folder.last, folder.metrics] {
      files[FilePath.split(path).name] = try FileBytes.read(path, limit: 1 << 30)
    }
    return files
  }
}

extension TrainingRun {
  /// Trains to the end, or until a number of steps has been made.
  func finish(after steps: Int = .max) throws -> Trained {
    var epochs: [EpochReport] = []
    let result = try train(shouldStop: { self.steps.done >= steps }) { event in
      if case .epoch(let report) = event { epochs.append(report) }
    }
    return Trained(folder: folder, result: result, epochs: epochs)
  }
}

extension TrainingSession {
  /// All parameters by name.
  var parameters: [String: [Float]] {
    Dictionary(uniqueKeysWithValues: compiled.parameters.map { ($0.name, parameter($0.name)) })
  }
}

extension Safetensors {
  /// The elements of all tensors by name.
  var floats: [String: [Float]] {
    var floats: [String: [Float]] = [:]
    for tensor in tensors {
      if case .float(let values) = tensor.values { floats[tensor.name] = values }
    }
    return floats
  }
}

extension Failure {
  /// All that the failure says.
  var text: String {
    let diagnostics = diagnostics.map { "\($0.identity.name): \($0.message)" }
    return (diagnostics + [message, help].compactMap { $0 }).joined(separator: "\n")
  }
}

/// What a body fails with, in words; empty where it does not fail.
func failure(_ body: () throws -> Void) -> String {
  do {
    try body()
    return ""
  } catch let failure as Failure {
    return failure.text
  } catch {
    return "\(error)"
  }
}
