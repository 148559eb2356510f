extension FormatError {
  /// The number of scalars after which quoted text is cut.
  private static let quoteLimit = 60

  /// The number of scalars of a path that are shown.
  private static let pathLimit = 1024

  /// Text from a file in backquotes, fit to stand in a message.
  ///
  /// Characters that would steer a terminal or reorder the line are shown as escapes, and long
  /// text is cut: a stranger's file must not be able to draw on the user's screen.
  package static func quote(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars.prefix(quoteLimit) {
      if isInvisible(scalar) {
        shown += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    let isCut = text.unicodeScalars.dropFirst(quoteLimit).first != nil
    return "`\(shown)\(isCut ? "…" : "")`"
  }

  /// A path, with a line and a column if wanted, in backquotes; of a very long one the end is shown.
  package static func quote(path: String) -> String {
    let scalars = path.unicodeScalars
    let isCut = scalars.count > pathLimit
    let shown = scalars.suffix(pathLimit).map { scalar in
      isInvisible(scalar) ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
    return "`\(isCut ? "…" : "")\(shown.joined())`"
  }

  /// Whether a scalar is a control, a format character or a line separator.
  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
