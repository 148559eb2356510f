import Foundation

/// A folder for one test, removed with all it holds when the value goes.
final class TemporaryFolder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("mtl-data-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a file in the folder.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file of the folder.
  func write(_ text: String, to name: String) throws {
    try write(Array(text.utf8), to: name)
  }
}

extension TemporaryFolder {
  /// Writes the bytes of a file of the folder.
  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
  }

  /// Makes a symbolic link to a file of the folder.
  func link(_ name: String, as path: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: file(name))
  }
}
