import Foundation
import MTL
import MTLLint
import MTLSemantics
import MTLSource
import MTLSyntax
import Testing

/// Edits and comments over every spec that there is: they leave specs right, and are done in one go.
@Suite struct FixTests {
  /// A spec with the files that it imports.
  struct Sample: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    var folder = "."
    var files: [String: String] = [:]

    var testDescription: String { name }
  }

  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The specs of the repository.
  static let specs: [Sample] = ["specs", "Benchmarks/specs"].flatMap { name -> [Sample] in
    let folder = root.appending(path: name).path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".mtl") }.sorted().map { file in
      let bytes = FileManager.default.contents(atPath: "\(folder)/\(file)") ?? Data()
      return Sample(
        name: "\(name)/\(file)", text: String(decoding: bytes, as: UTF8.self), folder: folder)
    }
  }

  /// The bad specs of the pages of all rules; in the good ones there is nothing to fix.
  static let pages: [Sample] = Rules.all.map { rule in
    Sample(name: rule.identity.name, text: rule.page.bad, files: rule.page.files)
  }

  /// Calls a function with the folder of a sample, its files in it.
  private func with<Result>(
    _ sample: Sample, _ body: (String) throws -> Result
  ) throws -> Result {
    guard !sample.files.isEmpty else { return try body(sample.folder) }
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in sample.files {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    return try body(folder.path)
  }

  private static func run(readsData: Bool) -> LintRun {
    var settings = LintSettings()
    settings.usesPreview = true
    return LintRun(settings: settings, readsData: readsData)
  }

  private func text(_ source: SourceText) -> String {
    source.text(SourceRange(0, source.bytes.count))
  }

  private func errors(_ source: SourceText, in folder: String) -> [String] {
    let program = Driver.parse(source, folder: folder, options: RunOptions())
    return Checker.check(program).diagnostics.filter { $0.severity == .error }.map { $0.brief }
  }

  /// Fixing twice is fixing once, and with a comment for every finding lint is silent; both leave a spec
  /// that is right and in its style.
  @Test(arguments: specs + pages) func findingsCanBeFixedAndHidden(_ sample: Sample) throws {
    try with(sample) { folder in
      let run = Self.run(readsData: !sample.files.isEmpty)
      let source = SourceText(name: "spec.mtl", sample.text)
      let found = run.lint(source, folder: folder)
      guard found.errorCount == 0, !found.diagnostics.isEmpty else { return }
      // Large specs have few findings, and those of the pages are of every kind.
      if sample.folder == "." { checkHiding(found, source, run, folder) }
      for allowsUnsafe in [false, true] {
        let helps = found.diagnostics.compactMap { $0.fix(allowsUnsafe: allowsUnsafe) }
        guard helps.contains(where: { $0.isSafe != allowsUnsafe }) else { continue }
        checkFixing(source, run, folder, allowsUnsafe: allowsUnsafe)
      }
    }
  }

  private func checkFixing(
    _ source: SourceText, _ run: LintRun, _ folder: String, allowsUnsafe: Bool
  ) {
    let once = run.fix(source, folder: folder, allowsUnsafe: allowsUnsafe)
    #expect(once.result.errorCount == 0)
    #expect((once.applied > 0) == (once.text.bytes != source.bytes))
    // What is left to make would break the spec, and is left a second time too.
    let left = once.result.diagnostics.filter { $0.fix(allowsUnsafe: allowsUnsafe) != nil }
    guard !left.isEmpty else { return }
    for finding in left {
      let broken = Fixer.apply([finding], to: once.text, allowsUnsafe: allowsUnsafe).text
      #expect(!errors(broken, in: folder).isEmpty, "\(finding.brief)")
    }
    let twice = run.fix(once.text, folder: folder, allowsUnsafe: allowsUnsafe)
    #expect(twice.applied == 0 && twice.text.bytes == once.text.bytes)
  }

  private func checkHiding(
    _ found: LintResult, _ source: SourceText, _ run: LintRun, _ folder: String
  ) {
    let hidden = SuppressionWriter.hiding(found.diagnostics, in: SyntaxTree.parse(source))
    #expect(run.lint(hidden, folder: folder).diagnostics.map { $0.brief } == [])
    guard Formatter.format(SyntaxTree.parse(source)) == text(source) else { return }
    #expect(Formatter.format(SyntaxTree.parse(hidden)) == text(hidden))
  }

  /// An edit that would break the spec keeps no other one from being made.
  @Test func oneBadEditIsLeftOut() throws {
    let rule = try #require(Rules.rule(called: "duplicate-method-in-compare"))
    let source = SourceText(name: "spec.mtl", "const width = 3\n\n" + rule.page.bad)
    let run = Self.run(readsData: false)
    let fixed = run.fix(source, folder: ".", allowsUnsafe: false)
    #expect(fixed.applied == 1)
    #expect(text(fixed.text) == rule.page.bad)
  }
}
