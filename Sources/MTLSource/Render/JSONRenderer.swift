/// Writes diagnostics as one JSON array of objects.
///
/// Lines and columns count from one, columns in Unicode scalars, ends exclusive.
package struct JSONRenderer: Sendable {
  /// Creates a renderer.
  package init() {}

  /// Writes the array; an empty one where there are no diagnostics.
  package func render(_ diagnostics: [Diagnostic]) -> String {
    guard !diagnostics.isEmpty else { return "[]\n" }
    return "[\n" + diagnostics.map { "  " + object($0) }.joined(separator: ",\n") + "\n]\n"
  }

  private func object(_ diagnostic: Diagnostic) -> String {
    let primary = diagnostic.primary
    let head = [
      ("code", string(diagnostic.identity.id)), ("name", string(diagnostic.identity.name)),
      ("severity", string(diagnostic.severity.rawValue)), ("message", string(diagnostic.message)),
    ]
    let labels = [(primary, true)] + diagnostic.secondary.map { ($0, false) }
    let tail = [
      ("labels", array(labels.map { label($0.0, isPrimary: $0.1) })),
      ("notes", array(diagnostic.notes.map { string($0) })),
      ("helps", array(diagnostic.helps.map { help($0, primary.source) })),
    ]
    return object(
      head + [("file", string(primary.source.name))]
        + place(primary.source, primary.range) + tail)
  }

  private func label(_ label: Diagnostic.Label, isPrimary: Bool) -> String {
    object(
      [("file", string(label.source.name))] + place(label.source, label.range)
        + [("text", string(label.text)), ("primary", isPrimary ? "true" : "false")])
  }

  private func help(_ help: Diagnostic.Help, _ source: SourceText) -> String {
    let edits = help.edits.map { edit in
      object(place(source, edit.range) + [("replacement", string(edit.replacement))])
    }
    return object([
      ("text", string(help.text)), ("safe", help.isSafe ? "true" : "false"),
      ("edits", array(edits)),
    ])
  }

  private func place(_ source: SourceText, _ range: SourceRange) -> [(String, String)] {
    let start = source.position(of: range.start)
    let end = source.position(of: range.end)
    return [
      ("line", String(start.line)), ("column", String(start.column)),
      ("end_line", String(end.line)), ("end_column", String(end.column)),
    ]
  }

  private func object(_ fields: [(String, String)]) -> String {
    "{" + fields.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}"
  }

  private func array(_ elements: [String]) -> String {
    "[" + elements.joined(separator: ", ") + "]"
  }

  private func string(_ text: String) -> String { JSONText.quoted(text) }
}

/// Strings as JSON writes them.
package enum JSONText {
  /// A text in double quotes; whatever is hidden or special is escaped.
  package static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case _ where HiddenCharacter.isHidden(scalar): result += escape(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    String(Character(scalar)).utf16.map { unit in
      let digits = String(unit, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
  }
}
