import Foundation
import MTL
import MTLCompiler
import MTLGraph
import MTLLint
import MTLSemantics
import MTLSource
import MTLSyntax
import Testing

/// Lints texts as the program does.
enum Lint {
  /// What lint finds in a spec, with all rules that are no preview, and one more.
  static func of(
    _ text: String, files: [String: String] = [:], selecting rule: (any Rule.Type)? = nil
  ) throws -> [Diagnostic] {
    var settings = LintSettings()
    if let rule, let selector = RuleSelector(rule.identity.id) { settings.select.append(selector) }
    return try of(SourceText(name: "spec.mtl", text), files: files, settings: settings)
  }

  /// What lint finds in a source with some settings; with data files it reads the data.
  static func of(
    _ source: SourceText, files: [String: String] = [:], settings: LintSettings = LintSettings()
  ) throws -> [Diagnostic] {
    guard !files.isEmpty else {
      return LintRun(settings: settings).lint(source, folder: ".").diagnostics
    }
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    return LintRun(settings: settings, readsData: true).lint(source, folder: folder.path)
      .diagnostics
  }

  /// What is trained of a spec, as text: the graph of a training step after all passes.
  static func meaning(of text: String) throws -> String {
    let model = try #require(Driver.check(SourceText(name: "spec.mtl", text)).model)
    return try Compiler.compile(model, facts: DataFacts()).training.optimized.dump()
  }
}

extension Diagnostic {
  /// The finding on one line.
  var brief: String {
    let (line, column) = primary.source.position(of: primary.range.start)
    return "\(line):\(column): \(severity.rawValue)[\(identity.name)] \(message)"
  }
}
