import MTLSource

/// Names, quoted names and strings.
extension Lexer {
  /// Reads a bare name or a reserved word.
  mutating func readName() -> Piece {
    let start = offset
    var key = WordKey()
    while offset < bytes.count, bytes[offset].isNamePart {
      key.add(bytes[offset])
      offset += 1
    }
    if skipHiddenInName() { return Piece(.name) }
    if offset < bytes.count, bytes[offset] >= 0x80, skipForeignLetters() {
      reportForeignName(start)
      return Piece(.name)
    }
    if peek() == 0x23 {
      skipHashedName()
      reportForeignName(start)
      return Piece(.name)
    }
    checkLength(start)
    let word = key.word
    return Piece(word?.isReserved == true ? .reserved : .name, word: word)
  }

  /// Skips the rest of a name that a character which cannot be seen divides; it has been reported.
  private mutating func skipHiddenInName() -> Bool {
    let start = offset
    while offset < bytes.count, bytes[offset] < 0x20 || bytes[offset] >= 0x7F {
      let (scalar, length) = UTF8Decoder.scalar(in: bytes, at: offset)
      guard let scalar, bytes[offset] != 0x0D, HiddenCharacter.isHidden(scalar),
        offset + length < bytes.count, bytes[offset + length].isNamePart
      else { break }
      offset += length
      while offset < bytes.count, bytes[offset].isNamePart { offset += 1 }
    }
    return offset > start
  }

  /// Skips the rest of a name that holds `#`.
  private mutating func skipHashedName() {
    while peek() == 0x23 || peek().isNamePart { offset += 1 }
  }

  /// Skips the rest of a name that holds letters beyond ASCII; whether there is one.
  mutating func skipForeignLetters() -> Bool {
    let start = offset
    while offset < bytes.count {
      let (scalar, length) = UTF8Decoder.scalar(in: bytes, at: offset)
      guard let scalar, scalar.properties.isAlphabetic || isNamePart(scalar) else { break }
      offset += length
    }
    return offset > start
  }

  private func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && UInt8(scalar.value).isNamePart
  }

  /// Reports a name that needs backquotes.
  mutating func reportForeignName(_ start: Int) {
    guard !isFull else { return }
    let range = SourceRange(start, offset)
    let text = source.text(range)
    report(
      .strayCharacter, "`\(text.excerpt)` has characters that only a quoted name can have", range,
      helps: [.init("put it in backquotes", edits: [.init(range, "`\(text)`")], isSafe: true)])
  }

  /// Reports a name that is too long.
  private mutating func checkLength(_ start: Int) {
    guard offset - start > Lexer.longestName else { return }
    report(
      .nameTooLong, "a name of \(offset - start) bytes is too long", SourceRange(start, offset),
      notes: ["a name has at most \(Lexer.longestName) bytes"])
  }

  /// Reads a name in backquotes.
  mutating func readQuotedName() -> Piece {
    let start = offset
    let isClosed = readQuoted(0x60, "quoted name")
    if isClosed && offset == start + 2 {
      report(.missingName, "the quoted name is empty", SourceRange(start, offset))
    }
    checkLength(start)
    return Piece(.quotedName, isBroken: !isClosed)
  }

  /// Reads a string.
  mutating func readString() -> Piece {
    Piece(.string, isBroken: !readQuoted(0x22, "string"))
  }

  /// Reads a string in single quotes, which is none of ours.
  mutating func readSingleQuoted() -> Piece {
    let start = offset
    guard readQuoted(0x27, "string") else { return Piece(.string, isBroken: true) }
    guard !isFull else { return Piece(.string) }
    let range = SourceRange(start, offset)
    let inner = source.text(SourceRange(start + 1, offset - 1))
    let text = "\"" + inner.replacing("\"", with: "\\\"") + "\""
    report(
      .singleQuotes, "strings do not stand in single quotes", range,
      helps: [.init("use double quotes", edits: [.init(range, text)], isSafe: true)])
    return Piece(.string)
  }

  /// Reads up to the closing quote and checks the escapes; whether it was there.
  private mutating func readQuoted(_ quote: UInt8, _ what: String) -> Bool {
    let start = offset
    var badEscapes: [SourceRange] = []
    offset += 1
    while offset < bytes.count, bytes[offset] != 0x0A {
      if bytes[offset] == quote {
        offset += 1
        reportEscapes(badEscapes)
        return true
      }
      if bytes[offset] != 0x5C {
        offset += 1
      } else if let bad = readEscape() {
        badEscapes.append(bad)
      }
    }
    reportEscapes(badEscapes)
    if offset > start + 1, bytes[offset - 1] == 0x0D { offset -= 1 }
    reportUnterminated(start, quote, what)
    return false
  }

  private mutating func reportUnterminated(_ start: Int, _ quote: UInt8, _ what: String) {
    let sign = String(UnicodeScalar(quote))
    report(
      .unterminated, "the \(what) does not end on its line", SourceRange(start, start + 1),
      label: "begins here", helps: [.init("close it with \(quote == 0x60 ? "a backquote" : sign)")])
    closeBrackets()
  }

  /// Reads an escape; its range where it is none.
  private mutating func readEscape() -> SourceRange? {
    let start = offset
    switch peek(1) {
    case 0x22, 0x5C, 0x60, 0x6E, 0x74, 0x27: offset += 2
    case 0x75 where readScalarEscape(): break
    default:
      offset = start + 1
      if offset < bytes.count, bytes[offset] != 0x0A, bytes[offset] != 0x0D {
        offset += UTF8Decoder.scalar(in: bytes, at: offset).length
      }
      return SourceRange(start, offset)
    }
    return nil
  }

  /// Reports the first of what are no escapes in a text, with an edit for all.
  private mutating func reportEscapes(_ ranges: [SourceRange]) {
    guard let first = ranges.first else { return }
    let edits = ranges.map { Diagnostic.Edit(SourceRange($0.start, $0.start + 1), "\\\\") }
    report(
      .badEscape, "`\(source.text(first))` is no escape", first,
      notes: ["the escapes are `\\\"`, `\\\\`, `\\n`, `\\t`, `` \\` `` and `\\u{1F600}`"],
      helps: [.init("write a backslash as `\\\\`", edits: edits)])
  }

  /// Reads `\u{...}`; whether it is well formed.
  private mutating func readScalarEscape() -> Bool {
    var index = offset + 3
    guard peek(2) == 0x7B else { return false }
    var value: UInt32 = 0
    while index < bytes.count, let digit = bytes[index].hexDigit, index < offset + 11 {
      value = value << 4 | UInt32(digit)
      index += 1
    }
    guard index > offset + 3, index < bytes.count, bytes[index] == 0x7D else { return false }
    guard Unicode.Scalar(value) != nil else { return false }
    offset = index + 1
    return true
  }
}

extension UInt8 {
  /// The value of a hexadecimal digit.
  var hexDigit: UInt8? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x41...0x46: self - 0x41 + 10
    case 0x61...0x66: self - 0x61 + 10
    default: nil
    }
  }
}

extension String {
  /// The text, cut where it is too long for a message.
  var excerpt: String { count > 40 ? String(prefix(37)) + "..." : self }

  /// The text with every occurrence of a character replaced.
  func replacing(_ character: Character, with text: String) -> String {
    var result = ""
    for each in self { if each == character { result += text } else { result.append(each) } }
    return result
  }
}
