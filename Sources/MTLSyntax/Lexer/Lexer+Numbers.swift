import MTLSource

/// Numbers and shares.
extension Lexer {
  /// Reads a number, and the `%` that touches it.
  mutating func readNumber() -> Piece {
    let start = offset
    let isGood = readDigits() && readFraction() && readExponent()
    let end = offset
    guard isGood, !continues else { return readBadNumber(start, goodEnd: end) }
    guard peek() == 0x25 else { return Piece(.number) }
    offset += 1
    return Piece(.share)
  }

  /// Reads a number that begins with its point.
  mutating func readNumberWithoutZero() -> Piece {
    let start = offset
    skipNumberLike()
    let range = SourceRange(start, offset)
    let text = source.text(range)
    report(
      .badNumber, "the number `\(text.excerpt)` has no digit before its point", range,
      helps: [.init("write `0\(text.excerpt)`", edits: [.init(range, "0" + text)], isSafe: true)])
    guard peek() == 0x25 else { return Piece(.number) }
    offset += 1
    return Piece(.share)
  }

  /// Whether what follows belongs to the number and makes it a bad one.
  private var continues: Bool {
    peek().isNamePart || (peek() == 0x2E && peek(1) != 0x2E)
  }

  /// Reads digits with single underscores between them.
  private mutating func readDigits() -> Bool {
    guard peek().isDigit else { return false }
    while peek().isDigit || (peek() == 0x5F && peek(1).isDigit) { offset += 1 }
    return true
  }

  /// Reads a point and the digits behind it, where they are.
  private mutating func readFraction() -> Bool {
    guard peek() == 0x2E, peek(1).isDigit else { return true }
    offset += 1
    return readDigits()
  }

  /// Reads an exponent, where there is one.
  private mutating func readExponent() -> Bool {
    guard peek() | 0x20 == 0x65 else { return true }
    let signed = peek(1) == 0x2B || peek(1) == 0x2D
    guard peek(signed ? 2 : 1).isDigit else { return true }
    offset += signed ? 2 : 1
    return readDigits()
  }

  /// Skips everything that looks like a part of a number or a name.
  private mutating func skipNumberLike() {
    while peek().isNamePart || (peek() == 0x2E && peek(1) != 0x2E && peek(1) != 0x2E) {
      if peek() | 0x20 == 0x65, peek(1) == 0x2B || peek(1) == 0x2D, peek(2).isDigit { offset += 1 }
      offset += 1
    }
  }

  /// Reads the rest of a number that is none, and says why.
  private mutating func readBadNumber(_ start: Int, goodEnd: Int) -> Piece {
    offset = goodEnd
    skipNumberLike()
    let tail = source.text(SourceRange(goodEnd, offset))
    let range = SourceRange(start, offset)
    if DurationUnit.singular(tail) != nil {
      offset = goodEnd
      reportTouchingUnit(range, goodEnd)
      return Piece(.number)
    }
    let text = source.text(range).excerpt
    let good = source.text(SourceRange(start, goodEnd))
    report(
      .badNumber, "`\(text)` is no number", range,
      helps: [badNumberHelp(good, tail, range)])
    return Piece(isDigitFirstName(good, tail) ? .name : .number)
  }

  private mutating func reportTouchingUnit(_ range: SourceRange, _ unitStart: Int) {
    let edit = Diagnostic.Edit(SourceRange(unitStart, unitStart), " ")
    report(
      .badNumber, "no blank stands between `\(source.text(range))`'s number and its unit", range,
      helps: [.init("write a blank before the unit", edits: [edit], isSafe: true)])
  }

  /// What to write in place of a bad number.
  private func badNumberHelp(
    _ good: String, _ tail: String, _ range: SourceRange
  ) -> Diagnostic.Help {
    if tail == "." {
      return .init("write `\(good).0`", edits: [.init(range, good + ".0")], isSafe: true)
    }
    if tail.hasPrefix("e") || tail.hasPrefix("E"), !isDigitFirstName(good, tail) {
      return .init("digits follow the `e`, as in `1e-3`")
    }
    if tail.hasPrefix("_"), !isDigitFirstName(good, tail) {
      return .init("write single `_` between digits only, as in `100_000`")
    }
    if good == "0", tail.hasPrefix("x") || tail.hasPrefix("b") {
      return .init("write the number with decimal digits")
    }
    if let zeros = Lexer.thousands[tail], good.allSatisfy({ $0.isNumber }) {
      return .init("write the zeros", edits: [.init(range, good + zeros)])
    }
    return .init(
      "a name that begins with a digit stands in backquotes",
      edits: isDigitFirstName(good, tail) ? [.init(range, "`\(good)\(tail)`")] : [])
  }

  /// Whether a bad number can only be a name that begins with a digit.
  private func isDigitFirstName(_ good: String, _ tail: String) -> Bool {
    guard let first = tail.first,
      first.isLetter || (first == "_" && tail.dropFirst().first?.isLetter == true)
    else { return false }
    let isHexadecimal = good == "0" && (first == "x" || first == "b")
    let isExponent = (first == "e" || first == "E") && tail.dropFirst().allSatisfy { $0.isNumber }
    return !isHexadecimal && !isExponent && Lexer.thousands[tail] == nil
      && tail.utf8.allSatisfy { $0.isNamePart } && good.allSatisfy { $0.isNumber || $0 == "_" }
  }

  /// The zeros that a letter behind a number stands for elsewhere.
  private static let thousands = ["k": "000", "K": "000", "M": "000000"]
}

/// The units that make a number a duration.
package enum DurationUnit {
  /// The units in the singular, each also written with an `s`.
  package static let all = ["epoch", "step", "second", "minute", "hour"]

  /// Every word that can stand after a number.
  package static let words = all.flatMap { [$0, $0 + "s"] }

  /// The unit in the singular that a misspelt or foreign word stands for.
  static func meant(by word: String) -> String? {
    foreign[word] ?? NearName.candidates(for: word, among: words).first.flatMap { singular($0) }
  }

  private static let foreign = [
    "sec": "second", "secs": "second", "min": "minute", "mins": "minute", "hr": "hour",
    "hrs": "hour", "iteration": "step", "iterations": "step", "batches": "step",
  ]

  /// A unit's word in the singular, `nil` where it is no unit.
  package static func singular(_ word: String) -> String? {
    let stem = word.hasSuffix("s") ? String(word.dropLast()) : word
    return all.contains(stem) ? stem : nil
  }
}
