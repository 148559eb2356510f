import MTLSource

/// Symbols, and the characters that are none.
extension Lexer {
  /// Reads a symbol, the longest that fits; one of another language where it begins with ours.
  mutating func readSymbol() -> Piece? {
    // The most frequent one begins no sign of another language.
    let isArrow = peek() == 0x2D && peek(1) == 0x3E
    if !isArrow, Substitute.canGoOn(with: peek(1)),
      let substitute = Substitute.compound.first(where: { matches($0.written) })
    {
      return take(substitute)
    }
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
    if let string = readCurlyString() { return string }
    if let substitute = Substitute.all.first(where: { matches($0.written) }) {
      return take(substitute)
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

  /// Reads a string in the quotes of a word processor, where it ends on its line.
  private mutating func readCurlyString() -> Piece? {
    guard Substitute.isCurlyQuote(bytes, at: offset) else { return nil }
    let start = offset
    var end = offset + 3
    while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x22,
      !Substitute.isCurlyQuote(bytes, at: end)
    { end += 1 }
    guard end < bytes.count, bytes[end] != 0x0A else { return nil }
    let length = bytes[end] == 0x22 ? 1 : 3
    offset = end + length
    let opening = SourceRange(start, start + 3)
    let closing = SourceRange(end, offset)
    report(
      .strayCharacter, "`\(source.text(opening))` is no sign of the language", opening,
      helps: [
        .init(
          "write `\"` around the text", edits: [.init(opening, "\""), .init(closing, "\"")],
          isSafe: true)
      ])
    return Piece(.string)
  }

  private func matches(_ text: String) -> Bool {
    var index = offset
    for byte in text.utf8 {
      guard index < bytes.count, bytes[index] == byte else { return false }
      index += 1
    }
    return true
  }

  /// Reads a sign of another language, and says what to write instead.
  private mutating func take(_ substitute: Substitute) -> Piece {
    let range = SourceRange(offset, offset + substitute.written.utf8.count)
    offset = range.end
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
