/// The source lines with their marks.
extension TextRenderer {
  /// One underlined piece in columns of the line as shown.
  private struct Underline {
    let start: Int
    let end: Int
    let text: String
    let isPrimary: Bool
  }

  /// The marked lines of a source text, and what stands between them.
  func snippet(_ group: LabelGroup, _ severity: Diagnostic.Severity, _ width: Int) -> [String] {
    var lines = [gutter(width)]
    var previous: Int?
    for index in Set(group.marks.map { $0.line }).sorted() {
      if let previous { lines += between(previous, index, group.source, width) }
      lines += marked(index, group, severity, width)
      previous = index
    }
    return lines
  }

  /// The one line that was left out, or a sign that several were.
  private func between(
    _ previous: Int, _ index: Int, _ source: SourceText, _ width: Int
  ) -> [String] {
    if index <= previous + 1 { return [] }
    if index > previous + 2 { return [blanks(width - 1) + " ..."] }
    var line = DisplayLine(source, line: previous + 1, around: 0)
    line.narrow(around: 0)
    return [gutter(width, line: previous + 1, line.text)]
  }

  /// One line with everything that is marked in it.
  private func marked(
    _ index: Int, _ group: LabelGroup, _ severity: Diagnostic.Severity, _ width: Int
  ) -> [String] {
    let marks = group.marks.filter { $0.line == index }
    let focus = (marks.first { $0.isPrimary } ?? marks.first)?.range.start ?? 0
    var line = DisplayLine(group.source, line: index, around: focus)
    line.narrow(around: line.cellIndex(of: focus))
    let underlines = marks.map { mark in
      let start = line.column(of: mark.range.start)
      let end = max(start + 1, line.column(of: mark.range.end))
      return Underline(
        start: start, end: end, text: VisibleText.escaped(mark.text), isPrimary: mark.isPrimary)
    }
    return [gutter(width, line: index, line.text)]
      + rows(underlines, severity).map { gutter(width, $0) }
  }

  /// The rows under a line: the underlines, and the texts that do not fit behind the last one.
  private func rows(_ underlines: [Underline], _ severity: Diagnostic.Severity) -> [String] {
    let ordered = underlines.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    let reach = ordered.map { $0.end }.max() ?? 0
    var pending = ordered.filter { !$0.text.isEmpty }
    var canvas = Canvas()
    for underline in ordered where !underline.isPrimary {
      canvas.fill(underline.start..<underline.end, "-", .secondary)
    }
    for underline in ordered where underline.isPrimary {
      canvas.fill(underline.start..<underline.end, "^", severity.role)
    }
    if let last = pending.last, last.end == reach, last.start >= (pending.dropLast().last?.end ?? 0)
    {
      canvas.write(last.text, at: reach + 1, role(last, severity))
      pending.removeLast()
    }
    return [canvas.painted(style)] + hanging(pending, severity)
  }

  /// The texts that hang below their underlines, the rightmost first.
  private func hanging(_ pending: [Underline], _ severity: Diagnostic.Severity) -> [String] {
    guard !pending.isEmpty else { return [] }
    var rows = [bars(pending, severity).painted(style)]
    for count in stride(from: pending.count, to: 0, by: -1) {
      let text = pending[count - 1]
      var canvas = bars(Array(pending.prefix(count - 1)), severity)
      canvas.write(text.text, at: text.start, role(text, severity))
      rows.append(canvas.painted(style))
    }
    return rows
  }

  private func bars(_ pending: [Underline], _ severity: Diagnostic.Severity) -> Canvas {
    var canvas = Canvas()
    for mark in pending { canvas.fill(mark.start..<mark.start + 1, "|", role(mark, severity)) }
    return canvas
  }

  private func role(_ underline: Underline, _ severity: Diagnostic.Severity) -> Style.Role {
    underline.isPrimary ? severity.role : .secondary
  }
}

/// One row of text that is drawn on column by column.
private struct Canvas {
  private var characters: [Character] = []
  private var roles: [Style.Role?] = []

  /// Draws one character over a range of columns.
  mutating func fill(_ columns: Range<Int>, _ character: Character, _ role: Style.Role) {
    extend(to: columns.upperBound)
    for column in columns {
      characters[column] = character
      roles[column] = role
    }
  }

  /// Draws a text from a column on.
  mutating func write(_ text: String, at column: Int, _ role: Style.Role) {
    extend(to: column)
    characters.removeLast(characters.count - column)
    roles.removeLast(roles.count - column)
    characters += Array(text)
    roles += Array(repeating: role, count: text.count)
  }

  private mutating func extend(to count: Int) {
    guard count > characters.count else { return }
    let missing = count - characters.count
    characters += Array(repeating: " ", count: missing)
    roles += Array(repeating: nil, count: missing)
  }

  /// The row with runs of one role painted at once.
  func painted(_ style: Style) -> String {
    var result = ""
    var index = 0
    while index < characters.count {
      var end = index
      while end < characters.count, roles[end] == roles[index] { end += 1 }
      let text = String(characters[index..<end])
      result += roles[index].map { style.paint(text, $0) } ?? text
      index = end
    }
    return result
  }
}
