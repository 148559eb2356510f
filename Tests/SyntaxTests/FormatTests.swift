import MTLSource
import MTLSyntax
import MTLTestSupport
import Testing

/// The one style: files that are in it, and files that are brought into it.
struct FormatTests {
  @Test(arguments: corpus.files("format/tidy") + specs.files())
  func isUnchanged(_ file: CorpusFile) {
    let formatted = Formatter.format(SyntaxTree.parse(file.source)) ?? "(not formatted)"
    let text = file.source.text(SourceRange(0, file.bytes.count))
    #expect(Golden.difference(formatted, text) == nil)
  }

  @Test(arguments: corpus.files("format/messy"))
  func becomesTidy(_ file: CorpusFile) {
    let formatted = Formatter.format(SyntaxTree.parse(file.source)) ?? "(not formatted)"
    #expect(Golden.difference(formatted, file, "formatted") == nil)
  }

  @Test func refusesMistakes() {
    let tree = SyntaxTree.parse(SourceText(name: "a.mtl", "const a =\n"))
    #expect(Formatter.format(tree) == nil)
  }

  @Test func hasNoOrphans() {
    #expect(Golden.orphans(corpus, "format", ext: "formatted") == [])
  }
}
