import MTLSource

/// Text as it may stand in a cell of a Markdown table.
///
/// What Markdown or HTML could read as markup becomes an entity, which neither ever does.
enum MarkdownText {
  /// The most characters of a text that are shown.
  private static let longest = 500

  /// A text on one line; what stands in backquotes becomes code where they come in pairs.
  static func cell(_ text: String) -> String {
    let shown = VisibleText.escaped(text)
    let cut = String(shown.prefix(longest)) + (shown.count > longest ? "..." : "")
    let parts = cut.split(separator: "`", omittingEmptySubsequences: false).map { String($0) }
    guard parts.count % 2 == 1 else { return escaped(cut) }
    return parts.enumerated().map { index, part in
      guard index % 2 == 1 else { return escaped(part) }
      return part.isEmpty ? "&#96;&#96;" : code(part)
    }.joined()
  }

  /// A text as code.
  static func code(_ text: String) -> String {
    "<code>" + escaped(VisibleText.escaped(text)) + "</code>"
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      if isMarkup(scalar, after: previous) {
        result += "&#\(scalar.value);"
      } else {
        result.unicodeScalars.append(scalar)
      }
      previous = scalar
    }
    return result
  }

  private static func isMarkup(_ scalar: Unicode.Scalar, after previous: Unicode.Scalar) -> Bool {
    switch scalar {
    case "&", "<", ">", "\"", "'", "`", "|", "\\", "*", "_", "[", "]", "#", "!", "~", "@", ":", "$",
      "{", "}":
      true
    // An address is made a link by its `www.` alone.
    case ".": previous == "w" || previous == "W"
    default: false
    }
  }
}
