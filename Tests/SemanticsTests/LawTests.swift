import Foundation
import MTL
import MTLSemantics
import MTLSource
import MTLSyntax
import MTLTestSupport
import Testing

/// What holds for every spec, right or wrong.
struct LawTests {
  static let all =
    corpus.files("check") + corpus.files("render") + corpus.files("hostile") + specs.files()

  private static let repository = Corpus(besideFile: #filePath, folder: "../..")

  @Test(arguments: all)
  func checkingIsDeterministic(_ file: CorpusFile) throws {
    let first = try Findings.rendering(file, loads: false)
    #expect(try Findings.rendering(file, loads: false) == first)
  }

  /// A spec without any one of its tokens is right or has an error, and never ends the checker.
  @Test(arguments: corpus.files("check") + specs.files())
  func deletingATokenBreaksNothing(_ file: CorpusFile) {
    let source = file.source
    for token in SyntaxTree.parse(source).tokens where token.range.end > token.range.start {
      let bytes = source.bytes[..<token.range.start] + source.bytes[token.range.end...]
      let result = Driver.check(
        SourceText(name: file.path, bytes: Array(bytes)), folder: file.folder)
      let hasError = result.diagnostics.contains { $0.severity == .error }
      #expect((result.model == nil) == hasError, "without \(source.text(token.range))")
    }
  }

  /// The specs that the project shows are right, whatever of them can be trained.
  @Test(arguments: specs.files())
  func specsAreRight(_ file: CorpusFile) {
    let found = Findings.checking(file).filter { $0.code != .cannotTrainYet }
    #expect(found.map { $0.brief } == [])
  }

  /// What is checked is the same before and after formatting, of every spec that the project has.
  @Test(arguments: repository.files("Tests") + repository.files("specs"))
  func formattingChangesNoModel(_ file: CorpusFile) throws {
    let tree = SyntaxTree.parse(file.source)
    guard !tree.hasErrors, let formatted = Formatter.format(tree) else { return }
    #expect(Laws.formatBreaks(tree) == nil)
    #expect(Laws.losesText(tree) == nil)
    let other = SourceText(name: file.source.name, formatted)
    try file.withNeighbours { folder in
      #expect(Self.meaning(of: other, folder) == Self.meaning(of: file.source, folder))
    }
  }

  /// What checking makes of a text, without its blanks and the places of things.
  private static func meaning(of source: SourceText, _ folder: String) -> [String] {
    let program = Driver.parse(source, folder: folder)
    let result = Checker.check(program)
    let model = result.model?.dump(shapes: result.shapes, sources: program.sources) ?? "none"
    let findings = result.diagnostics.map { "\($0.identity.name): \($0.message)" }.sorted()
    return ([model] + findings).map { $0.filter { !$0.isWhitespace } }
  }

  @Test(arguments: all)
  func messagesAreInStyle(_ file: CorpusFile) {
    for diagnostic in Findings.checking(file) {
      let message = diagnostic.message
      let first = message.first.map { $0.isLowercase || !$0.isLetter } ?? false
      let isClosed = message.hasSuffix(".") && !message.hasSuffix("...")
      #expect(first && !isClosed && message.utf8.count < 400, "\(message)")
      let help = diagnostic.helps.allSatisfy { !$0.text.hasSuffix(".") }
      #expect(help && diagnostic.notes.allSatisfy { !$0.hasSuffix(".") }, "\(message)")
    }
  }

  /// Edits that the helps offer leave text that can be parsed where it could be before.
  @Test(arguments: corpus.files("check"))
  func editsKeepTheSyntax(_ file: CorpusFile) {
    let source = file.source
    guard SyntaxTree.parse(source).diagnostics.isEmpty else { return }
    for help in Findings.checking(file).flatMap({ $0.helps }) where !help.edits.isEmpty {
      var bytes = source.bytes
      for edit in help.edits.sorted(by: { $0.range.start > $1.range.start }) {
        bytes.replaceSubrange(edit.range.start..<edit.range.end, with: Array(edit.replacement.utf8))
      }
      let tree = SyntaxTree.parse(SourceText(name: file.path, bytes: Array(bytes)))
      #expect(tree.diagnostics.map { $0.brief } == [], "\(help.text)")
    }
  }
}
