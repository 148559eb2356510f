import Foundation

/// What a call of the program came to.
struct Outcome {
  let exitCode: Int32
  let output: String
  let error: String
}

/// The program as it has been built beside this bundle, run in a folder.
enum Program {
  /// The folder of the build.
  private static let products: URL = {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
    let own = bundle?.bundleURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    return own.deletingLastPathComponent()
  }()

  /// The path of the executable.
  static var path: String { products.appendingPathComponent("mtl").path }

  /// A process of the program that has not been started.
  ///
  /// It sees nothing of a workflow that the tests run in.
  static func process(
    _ arguments: [String], in folder: String, environment given: [String: String] = [:]
  ) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    var environment = ProcessInfo.processInfo.environment
    for name in ["GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "MTL_OUTPUT_FORMAT"] {
      environment[name] = nil
    }
    environment["NO_COLOR"] = "1"
    environment.merge(given) { $1 }
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    return process
  }

  /// Runs the program to its end.
  ///
  /// - Parameters:
  ///   - outputPath: Where standard output goes in place of a file of the folder.
  ///   - inputPath: The file of the folder that is standard input; nothing is where it is `nil`.
  ///   - environment: What the program finds in its environment beside that of the tests.
  static func run(
    _ arguments: [String], in folder: Workplace, outputPath: String? = nil,
    inputPath: String? = nil, environment: [String: String] = [:]
  ) throws -> Outcome {
    let process = process(arguments, in: folder.path, environment: environment)
    if let inputPath {
      process.standardInput = FileHandle(forReadingAtPath: folder.file(inputPath))
    }
    let id = UUID().uuidString
    let (output, error) = (folder.file(".out-\(id)"), folder.file(".err-\(id)"))
    process.standardOutput = try FileHandle.writing(outputPath ?? output)
    process.standardError = try FileHandle.writing(error)
    try process.run()
    process.waitUntilExit()
    return Outcome(
      exitCode: process.terminationStatus,
      output: outputPath == nil ? folder.text(output) : "", error: folder.text(error))
  }
}

extension FileHandle {
  /// A handle that writes to a file, which is made where it is not there.
  static func writing(_ path: String) throws -> FileHandle {
    if !FileManager.default.fileExists(atPath: path) {
      try Data().write(to: URL(fileURLWithPath: path))
    }
    return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
  }
}

/// A folder with a copy of the corpus, in which the program runs; removed with the value.
final class Workplace {
  let path: String

  /// - Parameter isEmpty: Whether the corpus is left out.
  init(isEmpty: Bool = false) throws {
    let manager = FileManager.default
    let url = manager.temporaryDirectory.appendingPathComponent("mtl-command-\(UUID().uuidString)")
    path = url.path
    if isEmpty {
      try manager.createDirectory(at: url, withIntermediateDirectories: true)
      return
    }
    let corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Corpus")
    try manager.copyItem(at: corpus, to: url)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, and the folders that it lies in.
  func write(_ text: String, to name: String) throws {
    let url = URL(fileURLWithPath: file(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  /// Makes a symbolic link.
  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: file(name), withDestinationPath: target)
  }

  /// The path of a file in the folder.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// The text of a file; empty where it cannot be read.
  func text(_ file: String) -> String {
    String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
  }

  /// The bytes of a file of the newest run of a model; empty where there is none.
  func bytes(_ name: String, ofRunIn root: String = "runs", model: String = "people") -> Data {
    FileManager.default.contents(atPath: file("\(root)/\(model)/latest/\(name)")) ?? Data()
  }

  /// Replaces all of a text in a file of the folder.
  func replace(_ old: String, by new: String, in name: String) throws {
    let changed = text(file(name)).replacingOccurrences(of: old, with: new)
    try changed.write(toFile: file(name), atomically: true, encoding: .utf8)
  }
}
