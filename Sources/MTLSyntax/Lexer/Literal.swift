import MTLSource

/// The values of names, strings and numbers as written.
enum Literal {
  /// The text of a name, quotes removed and escapes resolved.
  static func name(_ token: Token, in source: SourceText) -> String {
    token.kind == .quotedName ? string(token, in: source) : source.text(token.range)
  }

  /// The text between the quotes of a token, escapes resolved.
  static func string(_ token: Token, in source: SourceText) -> String {
    let end = token.isBroken ? token.range.end : max(token.range.end - 1, token.range.start + 1)
    let text = source.text(SourceRange(token.range.start + 1, end))
    return text.utf8.contains(0x5C) ? unescaped(text) : text
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
