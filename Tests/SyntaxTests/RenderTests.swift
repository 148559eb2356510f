import MTLSource
import MTLSyntax
import MTLTestSupport
import Testing

/// The full drawing of a diagnostic of each code, once.
struct RenderTests {
  @Test(arguments: corpus.files("render"))
  func looksAsRecorded(_ file: CorpusFile) {
    let diagnostics = SyntaxTree.parse(file.source).diagnostics
    #expect(Golden.difference(TextRenderer().render(diagnostics), file, "stderr") == nil)
    #expect(diagnostics.contains { file.path == "render/\($0.identity.name).mtl" })
  }

  /// The one code that no small file can show.
  @Test func textTooLong() {
    let source = SourceText(
      name: "long.mtl", bytes: Array(repeating: 0x61, count: Lexer.longestText + 1))
    let diagnostics = SyntaxTree.parse(source).diagnostics
    #expect(diagnostics.map { $0.code } == [.textTooLong])
    #expect(TextRenderer().render(diagnostics).utf8.count < 1000)
  }

  /// A message states the problem, begins in lower case and has no full stop.
  @Test(arguments: corpus.files("render") + corpus.files("recover"))
  func speaksAsAllMessagesDo(_ file: CorpusFile) {
    for diagnostic in SyntaxTree.parse(file.source).diagnostics {
      let texts = [diagnostic.message] + diagnostic.notes + diagnostic.helps.map { $0.text }
      for text in texts {
        #expect(text.first?.isUppercase == false && !text.hasSuffix("."), "\(text)")
      }
    }
  }

  @Test func everyCodeIsDrawn() {
    let drawn = Set(corpus.files("render").map { $0.path })
    let codes = DiagnosticCode.allCases.filter { $0.rawValue < 100 && $0 != .textTooLong }
    #expect(codes.map { "render/\($0.name).mtl" }.filter { !drawn.contains($0) } == [])
    #expect(Golden.orphans(corpus, "render", ext: "stderr") == [])
  }
}
