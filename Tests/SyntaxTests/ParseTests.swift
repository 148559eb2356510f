import MTLSource
import MTLSyntax
import MTLTestSupport
import Testing

/// The corpus of this suite.
let corpus = Corpus(besideFile: #filePath)

/// The specs that the project shows.
let specs = Corpus(besideFile: #filePath, folder: "../../specs")

/// Files that parse without a diagnostic, and the trees that they give.
struct ParseTests {
  @Test(arguments: specs.files() + corpus.files("parse/ok") + corpus.files("format/tidy"))
  func hasNoDiagnostics(_ file: CorpusFile) {
    let tree = SyntaxTree.parse(file.source)
    #expect(tree.diagnostics.map { $0.brief } == [])
  }

  @Test(arguments: corpus.files("parse/ok"))
  func hasRecordedTree(_ file: CorpusFile) {
    let tree = SyntaxTree.parse(file.source)
    #expect(Golden.difference(tree.dump(), file, "tree") == nil)
  }

  @Test(arguments: corpus.files("recover"))
  func reportsWhatIsAnnotated(_ file: CorpusFile) {
    let tree = SyntaxTree.parse(file.source)
    #expect(Annotation.disagreements(file.source, tree.diagnostics) == [])
  }

  @Test func hasNoOrphans() {
    #expect(Golden.orphans(corpus, "parse", ext: "tree") == [])
  }
}

extension Diagnostic {
  /// Where, what and which, for a failing test.
  var brief: String {
    let (line, column) = primary.source.position(of: primary.range.start)
    return "\(line):\(column) \(identity.name): \(message)"
  }
}
