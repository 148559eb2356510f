import Foundation

/// The repository's own files, for tests that read them.
enum Repository {
  /// The top folder.
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The text of a file.
  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The paths of all files below a folder that end in one of some ways, in order.
  static func files(below folder: String, endingIn endings: String...) throws -> [String] {
    let top = root.appending(path: folder)
    let all = try FileManager.default.subpathsOfDirectory(atPath: top.path())
    return all.filter { path in endings.contains { path.hasSuffix($0) } }.sorted()
      .map { "\(folder)/\($0)" }
  }
}
