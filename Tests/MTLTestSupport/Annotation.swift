package import MTLSource

/// What a comment of a corpus file says must be reported: `//~ error[code-name] @7 "fragment"`.
///
/// `//~` binds to its own line, each `^` behind it to one line above. Column and fragment may be
/// left out. A comment may hold several, each beginning with `//~`.
package struct Annotation: Sendable, CustomStringConvertible {
  /// The one-based line of the diagnostic.
  package let line: Int
  /// Such as `error`.
  package let severity: String
  /// The code's name.
  package let name: String
  /// The one-based column, where it is given.
  package let column: Int?
  /// A part of the message, where it is given.
  package let fragment: String?

  /// The annotation as it would be written, with its line.
  package var description: String {
    let place = column.map { " @\($0)" } ?? ""
    return "line \(line): \(severity)[\(name)]\(place)" + (fragment.map { " \"\($0)\"" } ?? "")
  }

  /// Whether a diagnostic is what the annotation says.
  package func matches(_ diagnostic: Diagnostic) -> Bool {
    let place = diagnostic.primary.source.position(of: diagnostic.primary.range.start)
    return place.line == line && diagnostic.severity.rawValue == severity
      && diagnostic.identity.name == name && (column ?? place.column) == place.column
      && fragment.map { diagnostic.message.contains($0) } ?? true
  }

  /// Every annotation of a text.
  package static func all(in source: SourceText) -> [Annotation] {
    let text = source.text(SourceRange(0, source.bytes.count))
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    return lines.enumerated().flatMap { index, line in
      pieces(of: line).compactMap { Annotation($0, line: index + 1) }
    }
  }

  /// What disagrees between the annotations of a text and its diagnostics; empty where nothing does.
  package static func disagreements(
    _ source: SourceText, _ diagnostics: [Diagnostic]
  ) -> [String] {
    var missing = all(in: source)
    var unexpected: [String] = []
    for diagnostic in diagnostics {
      if let index = missing.firstIndex(where: { $0.matches(diagnostic) }) {
        missing.remove(at: index)
      } else {
        let (line, column) = diagnostic.primary.source.position(of: diagnostic.primary.range.start)
        let kind = "\(diagnostic.severity.rawValue)[\(diagnostic.identity.name)]"
        unexpected.append("unexpected at line \(line): \(kind) @\(column) \(diagnostic.message)")
      }
    }
    return missing.map { "not reported: \($0)" } + unexpected
  }

  /// The annotations in a line, each from behind its `//~` on.
  private static func pieces(of line: Substring) -> [Substring] {
    var pieces: [Substring] = []
    var rest = line
    while let start = rest.firstRange(of: "//~") {
      rest = rest[start.upperBound...]
      pieces.append(rest[..<(rest.firstRange(of: "//~")?.lowerBound ?? rest.endIndex)])
    }
    return pieces
  }

  /// Reads one annotation behind its `//~`.
  private init?(_ text: Substring, line: Int) {
    let above = text.prefix { $0 == "^" }
    let words = text.dropFirst(above.count).split(separator: " ", maxSplits: 1)
    guard let kind = words.first, let open = kind.firstIndex(of: "["), kind.last == "]" else {
      return nil
    }
    self.line = line - above.count
    severity = String(kind[..<open])
    name = String(kind[kind.index(after: open)...].dropLast())
    let rest = words.count > 1 ? words[1] : ""
    let place = rest.split(separator: " ").first.flatMap {
      $0.first == "@" ? Int($0.dropFirst()) : nil
    }
    column = place
    let quoted = rest.split(separator: "\"", omittingEmptySubsequences: false)
    fragment = quoted.count >= 3 ? String(quoted[1]) : nil
  }
}
