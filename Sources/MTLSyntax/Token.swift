import MTLSource

/// The smallest piece of a source text, with the blanks and comments that stand before it.
package struct Token: Sendable {
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

  package init(kind: Kind, range: SourceRange, triviaStart: Int) {
    self.kind = kind
    self.range = range
    self.triviaStart = triviaStart
  }
}
