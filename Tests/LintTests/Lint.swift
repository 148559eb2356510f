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
  ///
  /// Comments that hide findings have to say why, and what cannot be trained yet is no finding.
  static func of(
    _ text: String, files: [String: String] = [:], selecting rule: (any Rule.Type)? = nil
  ) throws -> [Diagnostic] {
    var settings = LintSettings()
    settings.requiresReasons = true
    settings.ignore = RuleSelector("cannot-train-yet").map { [$0] } ?? []
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
  ///
  /// - Parameter files: The files that the spec imports, by their paths.
  static func meaning(of text: String, files: [String: String] = [:]) throws -> String {
    let tree = SyntaxTree.parse(SourceText(name: "spec.mtl", text))
    let program = Program.load(tree) { path in
      files[path].map { .text(SourceText(name: path, $0)) } ?? .missing
    }
    let model = try #require(Checker.check(program).model)
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
