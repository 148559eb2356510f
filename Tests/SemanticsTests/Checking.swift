import Foundation
import MTL
import MTLSemantics
import MTLSource
import MTLSyntax
import MTLTestSupport

/// The corpus of this suite.
let corpus = Corpus(besideFile: #filePath)

/// The specs that the project shows.
let specs = Corpus(besideFile: #filePath, folder: "../../specs")

/// What is found in specs, with and without their data.
enum Findings {
  /// What checking finds.
  static func checking(_ source: SourceText) -> [Diagnostic] {
    Driver.check(source).diagnostics
  }

  /// What checking a file finds; what it imports lies beside it.
  static func checking(_ file: CorpusFile) -> [Diagnostic] {
    if let found = try? file.withNeighbours({ Driver.check(file.source, folder: $0).diagnostics }) {
      return found
    }
    return []
  }

  /// What checking or loading a file of the corpus finds, as it is printed.
  static func rendering(_ file: CorpusFile, loads: Bool) throws -> String {
    try file.withNeighbours { folder in
      let text = TextRenderer().render(
        loads
          ? loading(file.source, folder: folder)
          : Driver.check(file.source, folder: folder).diagnostics)
      return text.replacing(folder + "/", with: "")
    }
  }

  /// What checking and reading the data find.
  static func loading(_ source: SourceText, folder: String) -> [Diagnostic] {
    do {
      return try Driver.load(source, specFolder: folder, options: RunOptions()).diagnostics
    } catch {
      return error.diagnostics
    }
  }

  /// What loading finds of a spec whose data files lie in a folder of their own.
  static func loading(_ source: SourceText, files: [String: String]) throws -> [Diagnostic] {
    try withFolder(of: files) { loading(source, folder: $0) }
  }

  /// Runs with a folder that holds some files, and removes it.
  static func withFolder<Result>(
    of files: [String: String], _ body: (String) throws -> Result
  ) throws -> Result {
    let manager = FileManager.default
    let base = manager.temporaryDirectory.appendingPathComponent("mtl-\(UUID().uuidString)")
    let folder = base.appendingPathComponent("spec")
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? manager.removeItem(at: base) }
    for (name, text) in files {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    return try body(folder.path)
  }
}

extension CorpusFile {
  /// Runs with the folder of the files that it needs: its own, or one made for a file that needs more
  /// of them than a folder of small examples should hold, those of the page of its name.
  func withNeighbours<Result>(_ body: (String) throws -> Result) throws -> Result {
    guard path.hasSuffix("/too-many-imports.mtl"),
      let page = ExplainPages.page(of: .tooManyImports)
    else { return try body(folder) }
    return try Findings.withFolder(of: page.files, body)
  }
}

extension Diagnostic {
  /// Where, what and which, for a failing test.
  var brief: String {
    let (line, column) = primary.source.position(of: primary.range.start)
    return "\(line):\(column) \(severity.rawValue)[\(identity.name)]: \(message)"
  }
}

extension SourceText {
  /// The text of the source.
  var text: String { text(SourceRange(0, bytes.count)) }

  /// The source after some edits that do not overlap.
  func edited(_ edits: [Diagnostic.Edit]) -> SourceText {
    var bytes = bytes
    for edit in edits.sorted(by: { $0.range.start > $1.range.start }) {
      bytes.replaceSubrange(edit.range.start..<edit.range.end, with: Array(edit.replacement.utf8))
    }
    return SourceText(name: name, bytes: bytes)
  }
}
