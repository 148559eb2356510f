import MTLSource

/// The values of names, strings and numbers as written.
enum Literal {
  /// The text of a name, quotes removed and escapes resolved.
  static func name(_ token: Token, in source: SourceText) -> String {
    if token.kind == .quotedName { return string(token, in: source) }
    let text = source.text(token.range)
    return text.utf8.allSatisfy { $0.isNamePart } ? text : visible(text)
  }

  /// A name without the characters that cannot be seen.
  private static func visible(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where !HiddenCharacter.isHidden(scalar) {
      result.append(scalar)
    }
    return String(result)
  }

  /// The text between the quotes of a token, escapes resolved.
  static func string(_ token: Token, in source: SourceText) -> String {
    let first = quoteLength(at: token.range.start, in: source)
    let last = quoteLength(at: token.range.end - 3, in: source)
    let start = min(token.range.start + first, token.range.end)
    let end = token.isBroken ? token.range.end : max(token.range.end - last, start)
    let text = source.text(SourceRange(start, end))
    return text.utf8.contains(0x5C) ? unescaped(text) : text
  }

  /// The bytes of the quote at a place: those of a word processor have three.
  private static func quoteLength(at place: Int, in source: SourceText) -> Int {
    place >= 0 && Substitute.isCurlyQuote(source.bytes, at: place) ? 3 : 1
  }

  /// A text with its escapes resolved; what is no escape stays as it is.
  private static func unescaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\\", let next = rest.popFirst() else {
        result.append(scalar)
        continue
      }
      switch next {
      case "n": result.append("\n")
      case "t": result.append("\t")
      case "u": appendEscaped(&rest, to: &result)
      default: result.append(next)
      }
    }
    return String(result)
  }

  private static func appendEscaped(
    _ rest: inout Substring.UnicodeScalarView, to result: inout String.UnicodeScalarView
  ) {
    guard rest.first == "{", let end = rest.firstIndex(of: "}") else { return }
    let digits = String(Substring(rest[rest.index(after: rest.startIndex)..<end]))
    if let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) {
      result.append(scalar)
    }
    rest = rest[rest.index(after: end)...]
  }

  /// The value of a number as written, and whether it is a whole one; `nil` where none holds it.
  static func number(_ text: String) -> (value: Double, isInteger: Bool)? {
    let digits = text.utf8.contains(0x5F) ? text.replacing("_", with: "") : text
    if let integer = Int64(digits) { return (Double(integer), true) }
    let isInteger = digits.utf8.allSatisfy { $0.isDigit }
    guard let value = Double(digits), value.isFinite, !isInteger else { return nil }
    return (value, false)
  }
}
