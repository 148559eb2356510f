import MTLSource

/// The smallest piece of a source text, with the blanks and comments that stand before it.
package struct Token: Sendable {
  /// What a token is.
  package enum Kind: Hashable, Sendable {
    case name
    case quotedName
    case string
    case number
    /// A number that touches its `%`.
    case share
    case reserved
    case symbol
    /// A line end that separates declarations or lines of a body.
    case newline
    /// Bytes that no token can begin with; a diagnostic has said so.
    case unknown
    case endOfFile
  }

  package let kind: Kind
  /// The token's own bytes, without trivia.
  package let range: SourceRange
  /// Where the trivia before the token begin; it ends where `range` starts.
  package let triviaStart: Int
  /// Which symbol it is, for a symbol.
  package let symbol: Symbol?
  /// Which word of the language it is, for a name without quotes and a reserved word.
  package let word: Word?
  /// Whether it is the first token of a line of the text.
  package let isFirstOnLine: Bool
  /// Whether the lexer has reported it and could only guess where it ends.
  package let isBroken: Bool

  /// Creates a token.
  package init(
    kind: Kind, range: SourceRange, triviaStart: Int, symbol: Symbol? = nil, word: Word? = nil,
    isFirstOnLine: Bool = false, isBroken: Bool = false
  ) {
    self.kind = kind
    self.range = range
    self.triviaStart = triviaStart
    self.symbol = symbol
    self.word = word
    self.isFirstOnLine = isFirstOnLine
    self.isBroken = isBroken
  }

  /// Where the blanks and comments before the token stand.
  package var trivia: SourceRange { SourceRange(triviaStart, range.start) }

  /// The same token with its trivia beginning elsewhere.
  package func with(triviaStart: Int) -> Token {
    Token(
      kind: kind, range: range, triviaStart: triviaStart, symbol: symbol, word: word,
      isFirstOnLine: isFirstOnLine, isBroken: isBroken)
  }
}
