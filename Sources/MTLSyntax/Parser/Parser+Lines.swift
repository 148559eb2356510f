import MTLSource

/// Lines that stand behind each other on one line of the text.
extension Parser {
  /// Ends the line before the current token where that begins one of its own.
  mutating func splitLine() -> Bool {
    guard beginsLineOfItsOwn, !isFull else { return false }
    reportJoinedLines(SourceRange(lastEnd, current.range.start), at: current.range)
    return true
  }

  /// Ends the line at a sign that has been taken, where a line of its own follows it.
  mutating func splitLine(behind sign: SourceRange) -> Bool {
    guard !current.isFirstOnLine, openers.isEmpty, !isFull, beginsLineOfItsOwn || isAtWordAndNumber
    else { return false }
    let before = tokens.dropLast().last?.range.end ?? sign.start
    reportJoinedLines(SourceRange(before, current.range.start), at: sign)
    return true
  }

  /// Ends a line of a data block at the comma before columns with a type of their own.
  mutating func splitLine(of role: DataLine.Role) {
    guard at(.comma), !isFull else { return }
    let next = upcoming(2)
    guard next.count == 2, next[0].kind == .name || next[0].kind == .quotedName,
      next[1].symbol == .colon, !next[0].isFirstOnLine
    else { return }
    let comma = current.range
    advance()
    report(
      .missingLineEnd, "`,` cannot follow here", comma, label: "the line should have ended",
      helps: [
        .init(
          "begin a new line for what has a type of its own",
          edits: [.init(SourceRange(comma.start, comma.end), "\(newLine)\(role.rawValue)")])
      ])
    carriedRole = Word(rawValue: role.rawValue)
    isLineSplit = true
  }

  private mutating func reportJoinedLines(_ gap: SourceRange, at range: SourceRange) {
    report(
      .missingLineEnd, "`\(text(range))` cannot follow here", range,
      label: "the line should have ended",
      helps: [
        .init("begin a new line before \(found)", edits: [.init(gap, newLine)])
      ])
    isLineSplit = true
  }

  /// Whether a word that begins a line is next, with what belongs to it.
  private var beginsLineOfItsOwn: Bool {
    guard !isSkipping, let word = current.word,
      Word.bodyLines.contains(word) || Word.dataLines.contains(word)
    else { return false }
    let next = second()
    guard !next.isFirstOnLine else { return false }
    return next.kind == .name || next.kind == .quotedName || next.kind == .number
  }

  /// Whether a word and a number are next, as in `epochs 5`.
  private var isAtWordAndNumber: Bool {
    guard at(.name), current.word == nil else { return false }
    let next = second()
    return !next.isFirstOnLine && (next.kind == .number || next.kind == .share)
  }
}
