import MTLSource
import MTLSyntax
import MTLTestSupport
import Testing

/// Files that parse without a diagnostic, and the trees that they give.
struct ParseTests {
  static let corpus = Corpus(besideFile: #filePath)

  @Test(arguments: corpus.files("design") + corpus.files("parse/ok"))
  func hasNoDiagnostics(_ file: CorpusFile) {
    let tree = SyntaxTree.parse(file.source)
    #expect(tree.diagnostics.map { $0.brief } == [])
  }
}

extension Diagnostic {
  /// Where, what and which, for a failing test.
  var brief: String {
    let (line, column) = primary.source.position(of: primary.range.start)
    return "\(line):\(column) \(code.name): \(message)"
  }
}
