import MTLSource

/// Blanks, line ends and comments.
extension Lexer {
  /// Skips what stands before a token and returns the first line end in it.
  mutating func skipTrivia() -> SourceRange? {
    var lineEnd: SourceRange?
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x20, 0x09: offset += 1
      case 0x0A, 0x0D: noteLineEnd(&lineEnd)
      case 0x2F where peek(1) == 0x2F: skipLine()
      case 0x2F where peek(1) == 0x2A: skipBlockComment()
      case 0x22 where peek(1) == 0x22 && peek(2) == 0x22: skipDocString()
      case 0x23: skipHashComment()
      case 0x3B where !isInBrackets: skipSemicolon(&lineEnd)
      case 0x5C where isBeforeLineEnd: skipContinuation()
      case 0x21..<0x7F: return lineEnd
      default: if !skipHidden() && !skipForeignBlanks() { return lineEnd }
      }
    }
    return lineEnd
  }

  /// Skips a line end, and keeps it where it is the first.
  private mutating func noteLineEnd(_ lineEnd: inout SourceRange?) {
    let start = offset
    let isPair = bytes[offset] == 0x0D && peek(1) == 0x0A
    offset += isPair ? 2 : 1
    if bytes[start] == 0x0A || isPair { lineEnd = lineEnd ?? SourceRange(start, offset) }
  }

  /// Skips to the line's end.
  mutating func skipLine() {
    while offset < bytes.count, bytes[offset] != 0x0A { offset += 1 }
    if offset < bytes.count, offset > 0, bytes[offset - 1] == 0x0D { offset -= 1 }
  }

  /// Skips a comment that begins with `#`, which is none of ours.
  private mutating func skipHashComment() {
    let range = SourceRange(offset, offset + 1)
    report(
      .foreignComment, "`#` begins no comment", range,
      helps: [.init("comments begin with `//`", edits: [.init(range, "//")], isSafe: true)])
    skipLine()
  }

  /// Skips a comment in `/*` and `*/`, which is none of ours.
  private mutating func skipBlockComment() {
    let range = SourceRange(offset, offset + 2)
    report(
      .foreignComment, "there are no block comments", range,
      helps: [.init("begin every line of the comment with `//`")])
    let start = offset
    offset += 2
    while offset < blockCommentLimit, !(peek() == 0x2A && peek(1) == 0x2F) { offset += 1 }
    if offset < blockCommentLimit {
      offset += 2
    } else {
      blockCommentLimit = start
      offset = start
      skipLine()
    }
  }

  /// Skips a text between three quotes and three quotes, which is none of ours.
  private mutating func skipDocString() {
    let range = SourceRange(offset, offset + 3)
    report(
      .foreignComment, "no text stands in three quotes", range,
      helps: [.init("a comment begins with `//`, one that documents what follows with `///`")])
    let start = offset
    offset += 3
    while offset < docStringLimit, !(peek() == 0x22 && peek(1) == 0x22 && peek(2) == 0x22) {
      offset += 1
    }
    if offset < docStringLimit {
      offset += 3
    } else {
      docStringLimit = start
      offset = start
      skipLine()
    }
  }

  /// Skips a semicolon, which ends a line where something follows it on the line.
  private mutating func skipSemicolon(_ lineEnd: inout SourceRange?) {
    let range = SourceRange(offset, offset + 1)
    offset += 1
    var next = offset
    while next < bytes.count, bytes[next] == 0x20 || bytes[next] == 0x09 { next += 1 }
    let isLast = next >= bytes.count || bytes[next] == 0x0A || bytes[next] == 0x0D
    let help =
      isLast
      ? Diagnostic.Help("remove it", edits: [.init(range, "")], isSafe: true)
      : Diagnostic.Help("begin a new line instead")
    report(.semicolon, "lines are not separated by `;`", range, helps: [help])
    if !isLast { lineEnd = lineEnd ?? range }
  }

  /// Whether nothing but blanks stands between the next character and the line's end.
  private var isBeforeLineEnd: Bool {
    var index = offset + 1
    while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 || bytes[index] == 0x0D
    { index += 1 }
    return index < bytes.count && bytes[index] == 0x0A
  }

  /// Skips a backslash that continues a line in other languages, and the line end behind it.
  private mutating func skipContinuation() {
    let sign = SourceRange(offset, offset + 1)
    var start = offset
    while start > 0, bytes[start - 1] == 0x20 || bytes[start - 1] == 0x09 { start -= 1 }
    while offset < bytes.count, bytes[offset] != 0x0A { offset += 1 }
    while offset < bytes.count,
      bytes[offset] == 0x0A || bytes[offset] == 0x20 || bytes[offset] == 0x09
    { offset += 1 }
    report(
      .strayCharacter, "`\\` is no sign of the language", sign,
      helps: [
        .init(
          "a line goes on after a comma, inside brackets and before an operator: write it as one",
          edits: [.init(SourceRange(start, offset), " ")])
      ])
  }

  /// Skips blanks that are none of ours, such as one at which no line may be broken.
  private mutating func skipForeignBlanks() -> Bool {
    let start = offset
    while offset < bytes.count, bytes[offset] >= 0x80 {
      let (scalar, length) = UTF8Decoder.scalar(in: bytes, at: offset)
      guard scalar?.properties.generalCategory == .spaceSeparator else { break }
      offset += length
    }
    guard offset > start else { return false }
    let range = SourceRange(start, offset)
    report(
      .strayCharacter, "a blank that is no ordinary one", range,
      helps: [.init("write an ordinary blank", edits: [.init(range, " ")], isSafe: true)])
    return true
  }

  /// Skips a character that cannot be seen and that has been reported.
  private mutating func skipHidden() -> Bool {
    let byte = bytes[offset]
    if byte < 0x20 || byte == 0x7F {
      offset += 1
      return true
    }
    guard byte >= 0x80 else { return false }
    let (scalar, length) = UTF8Decoder.scalar(in: bytes, at: offset)
    guard let scalar else {
      offset += length
      return true
    }
    guard HiddenCharacter.isHidden(scalar) else { return false }
    offset += length
    return true
  }
}
