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

/// Specs in the whole language, of which the compiler has a part.
let designs = Corpus(besideFile: #filePath, folder: "../SyntaxTests/Corpus/design")

/// What is found in specs, with and without their data.
enum Findings {
  /// What checking finds.
  static func checking(_ source: SourceText) -> [Diagnostic] {
    Driver.check(source).diagnostics
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
    let manager = FileManager.default
    let base = manager.temporaryDirectory.appendingPathComponent("mtl-\(UUID().uuidString)")
    let folder = base.appendingPathComponent("spec")
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? manager.removeItem(at: base) }
    for (name, text) in files {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    return loading(source, folder: folder.path)
  }
}

extension Diagnostic {
  /// Where, what and which, for a failing test.
  var brief: String {
    let (line, column) = primary.source.position(of: primary.range.start)
    return "\(line):\(column) \(severity.rawValue)[\(code.name)]: \(message)"
  }
}

extension SourceText {
  /// The text of the source.
  var text: String { text(SourceRange(0, bytes.count)) }
}
