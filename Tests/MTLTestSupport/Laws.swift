internal import MTLSource
package import MTLSyntax

/// The laws as functions that return what is broken.
package enum Laws {
  /// Where the tokens of a tree do not give back the text.
  package static func losesText(_ tree: SyntaxTree) -> String? {
    var end = 0
    for token in tree.tokens {
      guard token.triviaStart == end, token.range.start >= end else { return "a gap at \(end)" }
      end = token.range.end
    }
    guard end == tree.source.bytes.count else { return "the text behind \(end) is lost" }
    return tree.tokens.last?.kind == .endOfFile ? nil : "no end of file"
  }

  /// What formatting changes that it must not.
  package static func formatBreaks(_ tree: SyntaxTree) -> String? {
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
    return "a mistake made: \(first.message) in:\n\(once)"
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
}
