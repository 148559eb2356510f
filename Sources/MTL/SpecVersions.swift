import Foundation
import MTLFormats
import MTLSemantics
import MTLSource
import MTLSyntax

/// Two versions of a spec, from files or from a revision of a git repository.
package enum SpecVersions {
  /// What differs between two files, or between a file's version in a revision and the file.
  ///
  /// - Parameters:
  ///   - old: The file that comes first; the older version of `new` where `revision` is given.
  ///   - revision: What git calls it, such as `main` or `HEAD~1`.
  package static func difference(
    from old: String, to new: String, revision: String? = nil, options: RunOptions
  ) throws(Failure) -> ModelDifference {
    let before: ModelDifference.Side
    if let revision {
      before = try side(old, at: revision, allowsOutside: options.allowsOutside)
    } else {
      before = try side(old, options: options)
    }
    return ModelDifference(from: before, to: try side(new, options: options))
  }

  private static func side(
    _ path: String, options: RunOptions
  ) throws(Failure) -> ModelDifference.Side {
    let program = Driver.parse(
      try SpecFile.read(path), folder: SpecFile.folder(of: path), options: options)
    return try checked(program)
  }

  private static func side(
    _ path: String, at revision: String, allowsOutside: Bool
  ) throws(Failure) -> ModelDifference.Side {
    let folder = SpecFile.folder(of: path)
    let name = FilePath.split(path).name
    let files = GitRevision(revision, folder: folder)
    let text = try files.read(name)
    let source = SourceText(name: "\(revision):\(path)", bytes: text)
    let program = Program.load(SyntaxTree.parse(source)) { path in
      if path.hasPrefix("/") || !allowsOutside && FilePath.climbsOut(path) { return .outside }
      guard let bytes = try? files.read(path) else { return .missing }
      return .text(SourceText(name: "\(revision):\(path)", bytes: bytes))
    }
    return try checked(program)
  }

  private static func checked(_ program: Program) throws(Failure) -> ModelDifference.Side {
    let result = Checker.check(program)
    guard let side = ModelDifference.Side(program, result) else {
      throw Failure(result.diagnostics.filter { $0.severity == .error })
    }
    return side
  }
}

/// The files of a revision of the git repository that a folder lies in.
private struct GitRevision {
  private let revision: String
  private let folder: String

  init(_ revision: String, folder: String) {
    self.revision = revision
    self.folder = folder
  }

  /// A file's bytes in the revision, by its path from the folder.
  func read(_ path: String) throws(Failure) -> [UInt8] {
    guard !revision.isEmpty, !revision.hasPrefix("-"), !revision.contains(":") else {
      throw Failure(
        "`\(revision)` is no revision", help: "name a branch, a tag or a commit, such as `HEAD`",
        isUsage: true)
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git", "-C", folder, "show", "\(revision):./\(path)"]
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    do {
      try process.run()
    } catch {
      throw Failure("git cannot be run", help: "name two files instead")
    }
    let bytes = [UInt8](output.fileHandleForReading.readDataToEndOfFile())
    let problem = String(
      decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let line = problem.split(separator: "\n").first.map(String.init) ?? "git gave no reason"
      throw Failure("`\(path)` of `\(revision)` cannot be read: \(VisibleText.escaped(line))")
    }
    return bytes
  }
}
