import MTLSource
import MTLSyntax
import MTLTestSupport
import Testing

/// What holds for every text, run over every file of the corpus and of `specs/`.
struct LawTests {
  static let files = corpus.files() + Corpus(besideFile: #filePath, folder: "../../specs").files()

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
    var random = SplitMix(seed: UInt64(file.path.utf8.reduce(7) { $0 &* 31 &+ Int($1) } & 0xFFFF))
    for _ in 0..<min(25, Self.cases(file)) {
      var bytes = file.bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) { Laws.mutate(&bytes, &random) }
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

/// The laws as functions that return what is broken.
enum Laws {
  /// The pieces that random changes insert.
  private static let pieces = [
    "{", "}", "(", ")", "[", "]", ",", "->", "=", "\n", "// c\n", " ", "in", "not", "-", "..", "\"",
    "`", "task t(a) {\n", "loss", "1", "10%", "2 epochs", ";", "\\", "#", "\u{2192}", "x: 1", "/*",
  ]

  /// Where the tokens of a tree do not give back the text.
  static func losesText(_ tree: SyntaxTree) -> String? {
    var end = 0
    for token in tree.tokens {
      guard token.triviaStart == end, token.range.start >= end else { return "a gap at \(end)" }
      end = token.range.end
    }
    guard end == tree.source.bytes.count else { return "the text behind \(end) is lost" }
    return tree.tokens.last?.kind == .endOfFile ? nil : "no end of file"
  }

  /// What formatting changes that it must not.
  static func formatBreaks(_ tree: SyntaxTree) -> String? {
    guard let once = Formatter.format(tree) else {
      return tree.diagnostics.isEmpty ? "not formatted" : nil
    }
    let again = SyntaxTree.parse(SourceText(name: "formatted.mtl", once))
    guard let first = again.diagnostics.first else {
      if significant(tree) != significant(again) { return "other tokens in:\n\(once)" }
      if comments(tree) != comments(again) { return "other comments in:\n\(once)" }
      guard let twice = Formatter.format(again), twice != once else { return nil }
      return "not stable: \(Golden.difference(twice, once) ?? "") in:\n\(once)"
    }
    return "a mistake made: \(first.brief) in:\n\(once)"
  }

  /// The tokens that mean something; an arrow and a line end are one, as they are in a chain.
  private static func significant(_ tree: SyntaxTree) -> [String] {
    var texts: [String] = []
    for token in tree.tokens where token.kind != .endOfFile {
      let isCloser = token.symbol == .closeRound || token.symbol == .closeSquare
      if isCloser && texts.last == "," { texts.removeLast() }
      let isEnd = token.kind == .newline || token.symbol == .arrow
      let text = tree.source.text(token.range)
      texts.append(isEnd ? "\n" : token.kind == .quotedName ? bare(text) : text)
    }
    if texts.last == "\n" { texts.removeLast() }
    return texts
  }

  private static func bare(_ text: String) -> String {
    String(text.dropFirst().dropLast())
  }

  private static func comments(_ tree: SyntaxTree) -> [String] {
    tree.tokens.flatMap { token in
      tree.source.text(token.trivia).split { $0.isNewline }.compactMap { line in
        line.firstRange(of: "//").map { range in
          var text = line[range.lowerBound...]
          while text.last == " " || text.last == "\t" { text.removeLast() }
          return String(text)
        }
      }
    }
  }

  /// Changes a text in one place.
  static func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    let place = Int.random(in: 0...bytes.count, using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
    case 1 where place < bytes.count: bytes[place] = UInt8.random(in: 32...126, using: &random)
    case 2:
      let end = min(bytes.count, place + Int.random(in: 1...12, using: &random))
      bytes.removeSubrange(place..<end)
    default:
      let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
      bytes.insert(contentsOf: Array(piece.utf8), at: place)
    }
  }
}

/// A small generator of random numbers that gives the same ones for the same seed.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
