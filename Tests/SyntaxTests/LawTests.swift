import MTLSource
import MTLSyntax
import MTLTestSupport
import Testing

/// What holds for every text, run over every file of the corpus and of `specs/`.
struct LawTests {
  static let files =
    corpus.files() + specs.files()
    + Corpus(besideFile: #filePath, folder: "../Fuzz/Corpus").files()

  @Test(arguments: files)
  func keepsEveryByte(_ file: CorpusFile) {
    #expect(Laws.losesText(SyntaxTree.parse(file.source)) == nil)
  }

  @Test(arguments: files)
  func formatsOnceAndForAll(_ file: CorpusFile) {
    #expect(Laws.formatBreaks(SyntaxTree.parse(file.source)) == nil)
  }

  @Test(arguments: files)
  func survivesTheLossOfAByte(_ file: CorpusFile) {
    let bytes = file.bytes
    for index in stride(from: 0, to: bytes.count, by: Self.step(bytes.count, file)) {
      var shorter = bytes
      shorter.remove(at: index)
      check(shorter, "without byte \(index) of \(file)")
    }
  }

  @Test(arguments: files)
  func survivesTheLossOfAToken(_ file: CorpusFile) {
    let bytes = file.bytes
    let tokens = SyntaxTree.parse(file.source).tokens
    for token in tokens.enumerated().filter({ $0.offset % Self.step(tokens.count, file) == 0 }) {
      let token = token.element
      var shorter = bytes
      shorter.removeSubrange(token.range.start..<token.range.end)
      check(shorter, "without the token at \(token.range.start) of \(file)")
    }
  }

  @Test(arguments: files)
  func survivesRandomChanges(_ file: CorpusFile) {
    let seed = UInt64(file.path.utf8.reduce(7) { $0 &* 31 &+ Int($1) } & 0xFFFF)
    var mutator = Mutator([file.bytes], seed: seed)
    for _ in 0..<min(25, Self.cases(file)) {
      let bytes = mutator.next()
      check(bytes, "\(file) changed to \(String(decoding: bytes, as: UTF8.self))")
    }
  }

  /// How many changed texts of a file are tried; fewer of a long one.
  private static func cases(_ file: CorpusFile) -> Int {
    max(3, min(60, 40_000 / max(1, file.bytes.count)))
  }

  private static func step(_ count: Int, _ file: CorpusFile) -> Int { 1 + count / cases(file) }

  private func check(_ bytes: [UInt8], _ what: @autoclosure () -> String) {
    let tree = SyntaxTree.parse(SourceText(name: "changed.mtl", bytes: bytes))
    let problem = Laws.losesText(tree) ?? Laws.formatBreaks(tree)
    if let problem { Issue.record("\(problem): \(what())") }
  }
}
