import MTLSource

/// A parsed file: every byte of it as tokens, and the declarations that the tokens form.
///
/// The tokens, their trivia included, concatenate to the source text exactly, whatever the text is.
package struct SyntaxTree: Sendable {
  package let source: SourceText
  /// Every token of the file in order, the last being `endOfFile`.
  package let tokens: [Token]
  package let declarations: [Declaration]
  /// What the lexer and the parser have to say, in source order.
  package let diagnostics: [Diagnostic]
  /// The names that declarations which could not be read may have, so that uses of them are no mistakes.
  package let lostNames: Set<String>

  package init(
    source: SourceText, tokens: [Token], declarations: [Declaration], diagnostics: [Diagnostic],
    lostNames: Set<String> = []
  ) {
    self.source = source
    self.tokens = tokens
    self.declarations = declarations
    self.diagnostics = diagnostics
    self.lostNames = lostNames
  }
}

extension SyntaxTree {
  /// Where the comments stand, from their slashes to their lines' ends.
  package var comments: [SourceRange] {
    var ranges: [SourceRange] = []
    for token in tokens where token.trivia.length >= 2 {
      Comments.addRanges(in: token.trivia, of: source, to: &ranges)
    }
    return ranges
  }
}

/// A name as written, quotes removed and escapes resolved.
package struct Name: Hashable, Sendable {
  package let text: String
  package let range: SourceRange

  package init(_ text: String, _ range: SourceRange) {
    self.text = text
    self.range = range
  }
}

/// Names joined by points, such as `digits.image`; never empty.
package struct Path: Hashable, Sendable {
  package let names: [Name]
  package let range: SourceRange

  package init(_ names: [Name], _ range: SourceRange) {
    self.names = names
    self.range = range
  }

  /// The path as text, its names joined by points.
  package var text: String {
    names.count == 1 ? names[0].text : names.map(\.text).joined(separator: ".")
  }
}
