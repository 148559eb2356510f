import MTLSource

extension SyntaxTree {
  /// The most diagnostics that one text gets; what follows them is not reported.
  package static let mostDiagnostics = 1000

  /// Parses a text; every text gives a tree, and what is wrong with it is in its diagnostics.
  package static func parse(_ source: SourceText) -> SyntaxTree {
    guard source.bytes.count <= Lexer.longestText else { return tooLong(source) }
    var parser = Parser(source)
    let declarations = parser.file()
    return SyntaxTree(
      source: source, tokens: parser.tokens, declarations: declarations,
      diagnostics: parser.allDiagnostics(), lostNames: parser.lostNames)
  }

  /// The tree of a text that is too long to be read.
  private static func tooLong(_ source: SourceText) -> SyntaxTree {
    let count = source.bytes.count
    let tokens = [
      Token(kind: .unknown, range: SourceRange(0, count), triviaStart: 0, isBroken: true),
      Token(kind: .endOfFile, range: SourceRange(count, count), triviaStart: count),
    ]
    let finding = Diagnostic(
      .textTooLong, "a text of \(count) bytes is too long", at: .init(source, SourceRange(0, 0)),
      notes: ["a text has at most \(Lexer.longestText) bytes"],
      helps: [.init("move declarations to another file and `import` them")])
    return SyntaxTree(source: source, tokens: tokens, declarations: [], diagnostics: [finding])
  }
}

/// Reads tokens into a tree by recursive descent, one function a production of `grammar.md`.
///
/// After a mistake that it cannot see past, the parser skips: no symbol and no word matches then,
/// so every function returns quickly, and the loop over lines goes on at the next line.
struct Parser {
  /// How deep brackets, braces and prefix operators may stand inside each other.
  static let deepestNesting = 64

  /// How many operators may follow each other in one expression.
  static let highestExpression = 512

  let source: SourceText
  var lexer: Lexer
  /// The tokens that have been taken.
  var tokens: [Token] = []
  /// The token that is looked at.
  var current: Token
  /// The token behind `current`, where the parser has put a line end before it.
  private var held: Token?
  var diagnostics: [Diagnostic] = []
  /// Whether the rest of the line is being passed over.
  var isSkipping = false
  /// Whether a string that does not end took an opening brace with it.
  var lostBrace = false
  /// How many bodies have ended at a declaration, their closing braces perhaps still to come.
  var abandonedBodies = 0
  /// Where the declaration stands that the last of these bodies have ended at.
  var abandonedAt = -1
  /// How deep the brackets, braces and prefix operators around `current` are.
  var depth = 0
  /// Where the innermost bracket is known to close, if it is.
  var knownCloser = 0
  /// The round and square brackets around `current`.
  var openers: [Symbol] = []
  /// Where the argument that is being read begins; `=` behind its first name is no comparison.
  var argumentStart = -1

  /// The names that declarations which could not be read may have declared.
  var lostNames: Set<String> = []
  /// The names that declarations give themselves.
  var declaredNames: Set<String> = []
  /// Whether a declaration could not be read so that its name is not known either.
  var hasLostAName = false
  /// An import that does not say what is imported: what stands there, the whole of it, its file.
  var unnamedImport: (found: SourceRange, all: SourceRange, file: SourceRange?)?
  /// The name of a declaration that stands before its word.
  var swappedName: Name?
  /// The name of the last shared declaration.
  var lastShared: Name?
  /// Whether the line ends before the current token, which a report has put on a line of its own.
  var isLineSplit = false
  /// The role of the columns that follow where a comma stood for a new line.
  var carriedRole: Word?
  /// Whether a value is read in which `=` says what a name runs through.
  var isVarying = false
  /// Where the colon stands that a report about the line's first word has dealt with.
  var explainedColon = -1

  init(_ source: SourceText) {
    self.source = source
    lexer = Lexer(source)
    current = lexer.next()
    tokens.reserveCapacity(source.bytes.count / 4)
  }

  /// Everything that the lexer and the parser have to say, in the order of the text.
  func allDiagnostics() -> [Diagnostic] {
    Array((lexer.diagnostics + diagnostics).sortedByPosition().prefix(SyntaxTree.mostDiagnostics))
  }

  // MARK: Moving on

  /// Takes the current token.
  mutating func advance() {
    tokens.append(current)
    if current.kind != .newline { lastEnd = current.range.end }
    guard current.kind != .endOfFile else { return }
    if current.isBroken { noteBroken(current) }
    current = held ?? lexer.next()
    held = nil
  }

  /// Takes a token that the lexer has reported: the rest of its line cannot be trusted.
  private mutating func noteBroken(_ token: Token) {
    isSkipping = true
    if lexer.bytes[token.range.start..<token.range.end].contains(0x7B) { lostBrace = true }
  }

  /// The end of the token that was taken last.
  private(set) var lastEnd = 0

  /// The range from an offset to the end of the token that was taken last.
  func range(from start: Int) -> SourceRange { SourceRange(start, lastEnd) }

  /// Whether a symbol is next.
  func at(_ symbol: Symbol) -> Bool { current.symbol == symbol && !isSkipping }

  /// Whether a word is next, without quotes.
  func at(_ word: Word) -> Bool { current.word == word && !isSkipping }

  /// Whether a kind of token is next.
  func at(_ kind: Token.Kind) -> Bool { current.kind == kind && !isSkipping }

  /// Whether a name is next, quoted or not.
  var isAtName: Bool {
    (current.kind == .name || current.kind == .quotedName) && !isSkipping
  }

  /// Takes a symbol if it is next.
  mutating func take(_ symbol: Symbol) -> SourceRange? {
    guard at(symbol) else { return nil }
    let range = current.range
    advance()
    return range
  }

  /// Takes a word if it is next.
  mutating func take(_ word: Word) -> SourceRange? {
    guard at(word) else { return nil }
    let range = current.range
    advance()
    return range
  }

  /// The token behind the current one.
  func second() -> Token {
    if let held { return held }
    var copy = lexer
    return copy.next()
  }

  /// The tokens behind the current one, up to a count or the end of the file.
  func upcoming(_ count: Int) -> [Token] {
    var copy = lexer
    var tokens = held.map { [$0] } ?? []
    while tokens.count < count, tokens.last?.kind != .endOfFile { tokens.append(copy.next()) }
    return tokens
  }

  /// Whether no further diagnostic is kept, so that nothing needs to be guessed for one.
  var isFull: Bool { diagnostics.count >= SyntaxTree.mostDiagnostics }

  /// Puts a line end before the current token, where the text has one that was dropped.
  @discardableResult mutating func endLineHere() -> Bool {
    lexer.closeBrackets()
    guard held == nil, let lineEnd = firstLineEnd(in: current.trivia) else { return false }
    held = current.with(triviaStart: lineEnd.end)
    current = Token(kind: .newline, range: lineEnd, triviaStart: current.triviaStart)
    return true
  }

  private func firstLineEnd(in range: SourceRange) -> SourceRange? {
    let bytes = lexer.bytes[range.start..<range.end]
    guard let index = bytes.firstIndex(of: 0x0A) else { return nil }
    let hasReturn = index > range.start && bytes[index - 1] == 0x0D
    return SourceRange(hasReturn ? index - 1 : index, index + 1)
  }

  /// The text of a range.
  func text(_ range: SourceRange) -> String { source.text(range) }
}
