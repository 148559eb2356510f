/// What a diagnostic marks in one source text, line by line.
struct LabelGroup {
  /// One underlined piece of a line.
  struct Mark {
    let line: Int
    let range: SourceRange
    let text: String
    let isPrimary: Bool
  }

  let source: SourceText
  /// The offset that the location names.
  let focus: Int
  var marks: [Mark]

  /// The labels of a diagnostic by their source texts, the primary one's first.
  static func groups(of diagnostic: Diagnostic) -> [LabelGroup] {
    var groups = [
      LabelGroup(
        source: diagnostic.primary.source, focus: diagnostic.primary.range.start,
        marks: marks(diagnostic.primary, isPrimary: true))
    ]
    for label in diagnostic.secondary {
      let marks = marks(label, isPrimary: false)
      if let index = groups.firstIndex(where: { $0.source === label.source }) {
        groups[index].marks += marks
      } else {
        groups.append(
          LabelGroup(source: label.source, focus: label.range.start, marks: marks))
      }
    }
    return groups
  }

  /// The pieces of a label; one over several lines marks its first and its last line.
  private static func marks(_ label: Diagnostic.Label, isPrimary: Bool) -> [Mark] {
    let source = label.source
    let start = min(label.range.start, source.bytes.count)
    let end = min(label.range.end, source.bytes.count)
    let first = source.lineIndex(of: start)
    let last = end > start ? source.lineIndex(of: end - 1) : first
    guard last > first else {
      let range = SourceRange(start, end)
      return [Mark(line: first, range: range, text: label.text, isPrimary: isPrimary)]
    }
    let head = SourceRange(start, source.lineRange(first).end)
    let tail = SourceRange(textStart(source, last), end)
    return [
      Mark(line: first, range: head, text: "", isPrimary: isPrimary),
      Mark(line: last, range: tail, text: label.text, isPrimary: isPrimary),
    ]
  }

  private static func textStart(_ source: SourceText, _ line: Int) -> Int {
    let range = source.lineRange(line)
    var start = range.start
    while start < range.end, source.bytes[start] == 0x20 || source.bytes[start] == 0x09 {
      start += 1
    }
    return start
  }
}
