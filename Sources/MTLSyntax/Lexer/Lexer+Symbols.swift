import MTLSource

/// Symbols, and the characters that are none.
extension Lexer {
  /// Reads a symbol, the longest that fits.
  mutating func readSymbol() -> Piece? {
    if let symbol = twoByteSymbol() {
      offset += 2
      return Piece(.symbol, symbol: symbol)
    }
    guard let symbol = oneByteSymbol() else { return nil }
    offset += 1
    return Piece(.symbol, symbol: symbol)
  }

  private func twoByteSymbol() -> Symbol? {
    switch (peek(), peek(1)) {
    case (0x2D, 0x3E): .arrow
    case (0x2E, 0x2E): .range
    case (0x3D, 0x3D): .equal
    case (0x21, 0x3D): .notEqual
    case (0x3C, 0x3D): .lessOrEqual
    case (0x3E, 0x3D): .greaterOrEqual
    default: nil
    }
  }

  private func oneByteSymbol() -> Symbol? {
    switch peek() {
    case 0x7B: .openBrace
    case 0x7D: .closeBrace
    case 0x28: .openRound
    case 0x29: .closeRound
    case 0x5B: .openSquare
    case 0x5D: .closeSquare
    case 0x2C: .comma
    case 0x3A: .colon
    case 0x2E: .dot
    case 0x3D: .assign
    case 0x3C: .less
    case 0x3E: .greater
    case 0x2B: .plus
    case 0x2D: .minus
    case 0x2A: .times
    case 0x2F: .divided
    case 0x25: .remainder
    default: nil
    }
  }

  /// Reads a character that begins no token, or a run of them, and says what to write instead.
  mutating func readStray() -> Piece {
    let start = offset
    if let substitute = Substitute.all.first(where: { matches($0.written) }) {
      offset += substitute.written.utf8.count
      return report(substitute, SourceRange(start, offset))
    }
    let (scalar, length) = UTF8Decoder.scalar(in: bytes, at: offset)
    if scalar?.properties.isAlphabetic == true, bytes[offset] >= 0x80, skipForeignLetters() {
      reportForeignName(start)
      return Piece(.name)
    }
    offset += length
    let range = SourceRange(start, offset)
    report(.strayCharacter, "unexpected character `\(source.text(range))`", range)
    return Piece(.unknown, isBroken: true)
  }

  private func matches(_ text: String) -> Bool {
    var index = offset
    for byte in text.utf8 {
      guard index < bytes.count, bytes[index] == byte else { return false }
      index += 1
    }
    return true
  }

  private mutating func report(_ substitute: Substitute, _ range: SourceRange) -> Piece {
    let help =
      substitute.text.isEmpty
      ? Diagnostic.Help(substitute.advice)
      : Diagnostic.Help(
        "write `\(substitute.text)`", edits: [.init(range, substitute.text)],
        isSafe: substitute.piece.kind != .unknown)
    report(
      .strayCharacter, "`\(substitute.written)` is no sign of the language", range, helps: [help])
    return substitute.piece
  }
}

/// A sign of other languages, or of a word processor, and the one that is meant.
private struct Substitute: Sendable {
  let written: String
  /// What to write instead; empty where only advice can be given.
  let text: String
  var advice = ""
  let piece: Piece

  static let all: [Substitute] = [
    symbol("&&", "and", .and), symbol("||", "or", .or), symbol("!", "not", .not),
    symbol("|>", .arrow), symbol("\u{2192}", .arrow),
    symbol("\u{2026}", .range), symbol("\u{2264}", .lessOrEqual),
    symbol("\u{2265}", .greaterOrEqual), symbol("\u{2260}", .notEqual),
    symbol("\u{00D7}", .times), symbol("\u{00F7}", .divided), symbol("\u{2212}", .minus),
    symbol("\u{2013}", .minus), symbol("\u{2014}", .minus),
    quote("\u{201C}"), quote("\u{201D}"), quote("\u{201E}"), quote("\u{2018}"), quote("\u{2019}"),
    advice("\\", "a line goes on after a comma, inside brackets and before an operator"),
    advice("^", "a power is written `pow(base, exponent)`"),
    advice("$", "a name that holds such a character stands in backquotes"),
    advice("@", "a name that holds such a character stands in backquotes"),
  ]

  private static func symbol(_ written: String, _ text: String, _ word: Word) -> Substitute {
    Substitute(written: written, text: text, piece: Piece(.reserved, word: word))
  }

  private static func symbol(_ written: String, _ symbol: Symbol) -> Substitute {
    Substitute(written: written, text: symbol.rawValue, piece: Piece(.symbol, symbol: symbol))
  }

  private static func quote(_ written: String) -> Substitute {
    Substitute(written: written, text: "\"", piece: Piece(.unknown, isBroken: true))
  }

  private static func advice(_ written: String, _ text: String) -> Substitute {
    Substitute(
      written: written, text: "", advice: text, piece: Piece(.unknown, isBroken: true))
  }
}
