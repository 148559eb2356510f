/// Draws diagnostics for people: the message, the source lines with what matters underlined, why,
/// and what to do.
package struct TextRenderer: Sendable {
  let style: Style

  /// Creates a renderer.
  package init(style: Style = .plain) {
    self.style = style
  }

  /// Draws several diagnostics with a blank line between them.
  package func render(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map { render($0) }.joined(separator: "\n")
  }

  /// Draws one diagnostic; the text ends with a line end.
  package func render(_ diagnostic: Diagnostic) -> String {
    let groups = LabelGroup.groups(of: diagnostic)
    let width = gutterWidth(diagnostic, groups)
    var lines = [header(diagnostic)]
    for (index, group) in groups.enumerated() {
      lines.append(location(group, width, isFirst: index == 0))
      lines += snippet(group, diagnostic.severity, width)
    }
    if !diagnostic.notes.isEmpty { lines.append(gutter(width)) }
    for note in diagnostic.notes { lines += remark("note", note, width) }
    for help in diagnostic.helps { lines += self.help(help, diagnostic.primary.source, width) }
    return lines.map { $0.trimmedAtEnd + "\n" }.joined()
  }

  private func header(_ diagnostic: Diagnostic) -> String {
    let severity = diagnostic.severity
    let kind = style.paint("\(severity.rawValue)[\(diagnostic.identity.id)]", severity.role)
    return kind + style.paint(": " + VisibleText.escaped(diagnostic.message), .strong)
  }

  private func location(_ group: LabelGroup, _ width: Int, isFirst: Bool) -> String {
    let (line, column) = group.source.position(of: group.focus)
    let arrow = isFirst ? "--> " : "::: "
    let name = VisibleText.escaped(group.source.name)
    let option = group.source.override(at: group.focus)?.option
    let origin = option.map { ", where `\($0)` has put this" } ?? ""
    return blanks(width) + style.paint(arrow, .gutter) + "\(name):\(line):\(column)\(origin)"
  }

  private func remark(_ word: String, _ text: String, _ width: Int) -> [String] {
    let indent = blanks(width + 3 + word.count + 2)
    let head = blanks(width) + style.paint(" = ", .gutter) + style.paint(word, .strong) + ": "
    return VisibleText.lines(text).enumerated().map {
      ($0.offset == 0 ? head : indent) + $0.element
    }
  }

  // MARK: The gutter

  /// How many digits the largest line number that is shown has.
  private func gutterWidth(_ diagnostic: Diagnostic, _ groups: [LabelGroup]) -> Int {
    var last = groups.flatMap { $0.marks }.map { $0.line }.max() ?? 0
    for edit in diagnostic.helps.flatMap({ $0.edits }) {
      let line = diagnostic.primary.source.lineIndex(of: edit.range.end)
      last = max(last, line + edit.replacement.count { $0 == "\n" })
    }
    return String(last + 1).count
  }

  /// The gutter of a line without a number, and what stands behind it.
  func gutter(_ width: Int, _ text: String = "") -> String {
    blanks(width) + style.paint(" |", .gutter) + " " + text
  }

  /// The gutter of a line by its zero-based index, and what stands behind it.
  func gutter(_ width: Int, line: Int, sign: String = "|", _ text: String) -> String {
    let number = String(line + 1)
    let padded = blanks(width - number.count) + number
    return style.paint(padded + " " + sign, .gutter) + " " + text
  }

  /// Some blanks; none for a negative count.
  func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}

extension String {
  /// The text without the blanks at its end.
  fileprivate var trimmedAtEnd: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
