import Foundation
import MTLFormats
import MTLLint

/// Finds and reads the `mtl.toml` that holds for a folder: the nearest one upwards.
package struct ConfigurationFiles {
  /// The name of such a file.
  package static let name = "mtl.toml"
  /// How many files may extend each other.
  private static let depthLimit = 8

  /// A configuration with the folder that its paths begin in.
  package struct Found: Sendable {
    package let configuration: LintConfiguration
    package let folder: String

    /// A file's path from that folder, written with `/`.
    ///
    /// - Parameter absolute: The file's path from the root.
    package func path(of absolute: String) -> String {
      let root = folder == "/" ? "/" : folder + "/"
      return absolute.hasPrefix(root) ? String(absolute.dropFirst(root.count)) : absolute
    }
  }

  /// The file that holds for all folders; where it is `nil` it is looked for.
  private let given: String?
  /// Whether no file is looked for.
  private let isIsolated: Bool
  private var known: [String: Found] = [:]
  /// The paths of folders from the root, by what they are called.
  private var absoluteFolders: [String: String] = [:]

  /// - Parameter path: The file that is named by the command line.
  package init(path: String?, isIsolated: Bool) {
    given = path
    self.isIsolated = isIsolated
  }

  /// A folder's path from the root.
  package mutating func absolute(folder: String) -> String {
    if let known = absoluteFolders[folder] { return known }
    let found = ConfigurationFiles.absolute(folder)
    absoluteFolders[folder] = found
    return found
  }

  /// What holds for the files of a folder.
  package mutating func found(for folder: String) throws(Failure) -> Found {
    let folder = absolute(folder: folder)
    if let found = known[folder] { return found }
    let found = try search(from: folder)
    known[folder] = found
    return found
  }

  private func search(from folder: String) throws(Failure) -> Found {
    let here = ConfigurationFiles.absolute(".")
    if let given { return Found(configuration: try read(given), folder: here) }
    guard !isIsolated else { return Found(configuration: LintConfiguration(), folder: here) }
    var current = folder
    while true {
      let path = FilePath.joined(current, ConfigurationFiles.name)
      if FileManager.default.fileExists(atPath: path) {
        return Found(configuration: try read(path), folder: current)
      }
      guard current != "/", !current.isEmpty else { break }
      current = (current as NSString).deletingLastPathComponent
    }
    return Found(configuration: LintConfiguration(), folder: here)
  }

  private func read(_ path: String) throws(Failure) -> LintConfiguration {
    do {
      return try configuration(at: path, extending: [])
    } catch {
      var failure = Failure(error)
      failure.isUsage = true
      throw failure
    }
  }

  /// A file's settings on top of those of the one that it extends.
  private func configuration(
    at path: String, extending files: [String]
  ) throws(FormatError) -> LintConfiguration {
    let real = FilePath.resolved(path) ?? path
    guard !files.contains(real) else {
      throw FormatError(shown(path), "`extend` leads back to this file")
    }
    guard files.count < ConfigurationFiles.depthLimit else {
      throw FormatError(shown(path), "more than \(files.count) files extend each other")
    }
    guard !FilePath.isPipe(path) else {
      throw FormatError(shown(path), "it is a pipe, not a file")
    }
    let entries = try TOMLReader.read(
      FileBytes.read(shown(path), limit: TOMLReader.sizeLimit), file: shown(path))
    var own = LintConfiguration()
    try own.read(entries, file: shown(path))
    guard let base = own.base else { return own }
    let folder = SpecFile.folder(of: path)
    let file = base.hasPrefix("/") ? base : FilePath.joined(folder, base)
    var configuration = try self.configuration(at: file, extending: files + [real])
    try configuration.read(entries, file: shown(path))
    return configuration
  }

  /// A path as messages show it: from the working folder where it lies below it.
  private func shown(_ path: String) -> String {
    let here = ConfigurationFiles.absolute(".") + "/"
    return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
  }

  /// A path from the root, without `.` and `..`.
  static func absolute(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
  }
}
