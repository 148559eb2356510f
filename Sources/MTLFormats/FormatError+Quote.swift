extension FormatError {
  /// The number of scalars after which quoted text is cut.
  private static let quoteLimit = 60

  /// The number of scalars after which a path is cut.
  private static let pathLimit = 4096

  /// Text from a file in backquotes, fit to stand in a message.
  ///
  /// Characters that would steer a terminal or reorder the line are shown as escapes, and long
  /// text is cut: a stranger's file must not be able to draw on the user's screen.
  package static func quote(_ text: String) -> String { quote(text, limit: quoteLimit) }

  /// A path or a place in a file in backquotes, which is worth telling whole.
  package static func quotePath(_ path: String) -> String { quote(path, limit: pathLimit) }

  private static func quote(_ text: String, limit: Int) -> String {
    var shown = ""
    for scalar in text.unicodeScalars.prefix(limit) {
      if isInvisible(scalar) {
        shown += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    let isCut = text.unicodeScalars.dropFirst(limit).first != nil
    return "`\(shown)\(isCut ? "…" : "")`"
  }

  /// Whether a scalar is a control, a format character or a line separator.
  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
