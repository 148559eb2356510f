import MTLSource

/// Cuts a source text into tokens, one at a time, keeping every byte.
///
/// The three rules that drop line ends live here, so that the grammar knows nothing of them: the
/// parser sees a `newline` token exactly where a line ends a declaration or a line of a body.
package struct Lexer {
  /// The longest text that is read, in bytes.
  package static let longestText = 4 << 20

  /// The longest name, in bytes.
  package static let longestName = 256

  let source: SourceText
  let bytes: [UInt8]
  /// The next byte to read.
  var offset = 0
  /// Where the search for the end of a block comment stops; no such end stands behind it.
  var blockCommentLimit: Int
  /// Where the search for the end of a text in three quotes stops.
  var docStringLimit: Int
  /// What the lexer has to say, in the order of the text.
  package internal(set) var diagnostics: [Diagnostic] = []
  /// The brackets and braces that stand open.
  private var open: [Symbol] = []
  /// The last token that was handed out.
  private var previous: Token?
  /// A token that was read behind a line end and comes after it.
  private var pending: Token?

  /// Creates a lexer at the beginning of a text.
  package init(_ source: SourceText) {
    self.source = source
    bytes = source.bytes
    blockCommentLimit = bytes.count
    docStringLimit = bytes.count
    diagnostics = CharacterCheck.diagnostics(in: source)
  }

  /// Every token of a text, the last being `endOfFile`, as the lexer alone sees them.
  package static func tokens(of source: SourceText) -> [Token] {
    var lexer = Lexer(source)
    var tokens: [Token] = []
    while tokens.last?.kind != .endOfFile { tokens.append(lexer.next()) }
    return tokens
  }

  /// Reads the next token; at the end of the text, `endOfFile` again and again.
  package mutating func next() -> Token {
    if let token = pending {
      pending = nil
      return accept(token)
    }
    let triviaStart = offset
    let lineEnd = skipTrivia()
    let token = read(triviaStart, isFirst: lineEnd != nil || previous == nil)
    if let lineEnd, keepsLineEnd(before: token) {
      pending = token.with(triviaStart: lineEnd.end)
      return accept(Token(kind: .newline, range: lineEnd, triviaStart: triviaStart))
    }
    return accept(token)
  }

  /// Forgets the round and square brackets that stand open, so that line ends count again.
  mutating func closeBrackets() {
    while let last = open.last, last != .openBrace { open.removeLast() }
  }

  /// Takes brackets for open that a brace inside of them has closed.
  mutating func reopen(_ symbols: [Symbol]) {
    if open.last == .openBrace, !symbols.isEmpty, previous?.symbol != .openBrace {
      open.removeLast()
    }
    closeBrackets()
    open += symbols
  }

  /// Whether the innermost bracket is a round or square one.
  var isInBrackets: Bool { open.last.map { $0 != .openBrace } ?? false }

  /// The byte at a distance from the next one, 0 behind the end.
  func peek(_ distance: Int = 0) -> UInt8 {
    let index = offset + distance
    return index < bytes.count ? bytes[index] : 0
  }

  /// Whether no further finding is kept, so that nothing needs to be said.
  var isFull: Bool { diagnostics.count >= SyntaxTree.mostDiagnostics }

  /// Adds a finding.
  mutating func report(
    _ code: DiagnosticCode, _ message: String, _ range: SourceRange, label: String = "",
    notes: [String] = [], helps: [Diagnostic.Help] = []
  ) {
    guard !isFull else { return }
    diagnostics.append(
      Diagnostic(
        code, message, at: .init(source, range, label), notes: notes, helps: helps))
  }

  /// Takes a token into account for the line ends that follow.
  private mutating func accept(_ token: Token) -> Token {
    previous = token
    switch token.symbol {
    case .openRound?, .openSquare?: open.append(token.symbol ?? .openRound)
    case .closeRound?: closeBracket(.openRound)
    case .closeSquare?: closeBracket(.openSquare)
    case .openBrace?:
      closeBrackets()
      open.append(.openBrace)
    case .closeBrace?:
      closeBrackets()
      _ = open.popLast()
    default: break
    }
    return token
  }

  /// Closes the innermost bracket of a kind and what is open in it, or else the innermost one.
  private mutating func closeBracket(_ kind: Symbol) {
    guard isInBrackets else { return }
    var count = 1
    while count <= min(open.count, Parser.deepestNesting) {
      let symbol = open[open.count - count]
      if symbol == .openBrace { break }
      if symbol == kind { return open.removeLast(count) }
      count += 1
    }
    open.removeLast()
  }

  /// Whether a line end before a token separates; the three rules, and the one that recovers.
  private mutating func keepsLineEnd(before token: Token) -> Bool {
    guard let previous, token.kind != .endOfFile else { return false }
    if previous.symbol == .openBrace || token.symbol == .closeBrace { return false }
    if beginsDeclaration(token) {
      closeBrackets()
      return true
    }
    if previous.symbol == .comma || isInBrackets { return false }
    return token.symbol?.continuesLine != true && token.word?.continuesLine != true
  }

  /// Whether a token and the one behind it can only begin a declaration.
  private func beginsDeclaration(_ token: Token) -> Bool {
    guard let word = token.word, word.beginsDeclaration else { return false }
    var index = token.range.end
    while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
    guard index < bytes.count, index > token.range.end || bytes[index] == 0x7B else { return false }
    if bytes[index] == 0x7B { return word == .train || word == .compare || word == .tune }
    return beginsName(at: index)
  }

  /// Whether a name begins at an offset that is not a reserved or joining word.
  private func beginsName(at start: Int) -> Bool {
    if bytes[start] == 0x60 { return true }
    guard bytes[start].isNameStart else { return false }
    var key = WordKey()
    var index = start
    while index < bytes.count, bytes[index].isNamePart {
      key.add(bytes[index])
      index += 1
    }
    guard let word = key.word else { return true }
    return !word.isReserved && !Word.joints.contains(word)
  }

  /// Reads one token behind its trivia.
  private mutating func read(_ triviaStart: Int, isFirst: Bool) -> Token {
    let start = offset
    var piece = readPiece()
    if piece.kind != .endOfFile && offset == start {
      offset += 1
      piece = Piece(.unknown)
    }
    return Token(
      kind: piece.kind, range: SourceRange(start, offset), triviaStart: triviaStart,
      symbol: piece.symbol, word: piece.word, isFirstOnLine: isFirst, isBroken: piece.isBroken)
  }

  /// Reads a token by its first byte.
  private mutating func readPiece() -> Piece {
    guard offset < bytes.count else { return Piece(.endOfFile) }
    let byte = bytes[offset]
    if byte.isNameStart { return readName() }
    if byte.isDigit { return readNumber() }
    switch byte {
    case 0x22: return readString()
    case 0x27: return readSingleQuoted()
    case 0x60: return readQuotedName()
    case 0x2E where peek(1).isDigit && !followsName: return readNumberWithoutZero()
    case 0x3B: return readSemicolon()
    default: return readSymbol() ?? readStray()
    }
  }

  /// Whether the byte before belongs to a name or closes a bracket.
  private var followsName: Bool {
    guard offset > 0 else { return false }
    let byte = bytes[offset - 1]
    return byte.isNamePart || byte == 0x29 || byte == 0x5D || byte == 0x60
  }

  /// Reads a semicolon inside brackets, where a comma was meant.
  private mutating func readSemicolon() -> Piece {
    let start = offset
    offset += 1
    let range = SourceRange(start, offset)
    report(
      .semicolon, "`;` separates nothing", range,
      helps: [.init("separate with a comma", edits: [.init(range, ",")], isSafe: true)])
    return Piece(.symbol, symbol: .comma)
  }
}

/// What kind of token was read, its range apart.
struct Piece: Sendable {
  let kind: Token.Kind
  var symbol: Symbol?
  var word: Word?
  var isBroken = false

  init(_ kind: Token.Kind, symbol: Symbol? = nil, word: Word? = nil, isBroken: Bool = false) {
    self.kind = kind
    self.symbol = symbol
    self.word = word
    self.isBroken = isBroken
  }
}

extension UInt8 {
  /// Whether it is a decimal digit.
  var isDigit: Bool { self >= 0x30 && self <= 0x39 }

  /// Whether it is a letter of ASCII or an underscore.
  var isNameStart: Bool {
    (self >= 0x61 && self <= 0x7A) || (self >= 0x41 && self <= 0x5A) || self == 0x5F
  }

  /// Whether it can stand inside a name.
  var isNamePart: Bool { isNameStart || isDigit }
}
