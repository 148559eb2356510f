import MTLSource

/// Joins what the parser and the checker have to say about one line.
///
/// Where the parser could not read a line, what the checker finds there only follows. Where the parser
/// has seen past its mistakes, and the checker knows what to write, both are one finding, whose edit
/// makes the whole line right.
struct LineFindings {
  private let parsed: [SourceLine: [Diagnostic]]

  init(_ diagnostics: [Diagnostic]) {
    parsed = Dictionary(grouping: diagnostics.filter { $0.severity == .error }) { $0.line }
  }

  /// The findings of both, those of the parser given with what else it has to say.
  func joined(_ parser: [Diagnostic], _ checker: [Diagnostic]) -> [Diagnostic] {
    guard !parsed.isEmpty else { return parser + checker }
    var joined: [SourceLine: Diagnostic] = [:]
    for finding in checker where finding.severity == .error && joined[finding.line] == nil {
      joined[finding.line] = parsed[finding.line].flatMap { join($0, finding) }
    }
    let parser = parser.filter { $0.severity != .error || joined[$0.line] == nil }
    return parser + checker.filter { parsed[$0.line] == nil } + joined.values
  }

  /// One finding of several; `nil` where not all of them know what to write.
  private func join(_ parsed: [Diagnostic], _ checked: Diagnostic) -> Diagnostic? {
    guard let help = checked.helps.first, !help.edits.isEmpty,
      parsed.allSatisfy({ $0.helps.first?.edits.isEmpty == false })
    else { return nil }
    let others = parsed.flatMap { $0.helps[0].edits }.filter { edit in
      !help.edits.contains { $0.range.start <= edit.range.start && edit.range.end <= $0.range.end }
    }
    let edits = (help.edits + others).sorted {
      ($0.range.start, $0.range.end) < ($1.range.start, $1.range.end)
    }
    guard zip(edits, edits.dropFirst()).allSatisfy({ $0.range.end <= $1.range.start }) else {
      return nil
    }
    return Diagnostic(
      checked.identity, checked.severity, checked.message, at: checked.primary,
      secondary: checked.secondary, notes: checked.notes,
      helps: [.init(text(edits, in: checked) ?? help.text, edits: edits)])
  }

  /// What the line is with its edits made, where they are all of it.
  private func text(_ edits: [Diagnostic.Edit], in finding: Diagnostic) -> String? {
    let source = finding.primary.source
    let bytes = source.bytes
    var start = finding.primary.range.start
    while start > 0, bytes[start - 1] != 0x0A { start -= 1 }
    var end = finding.primary.range.start
    while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
    var text = ""
    var place = start
    for edit in edits {
      guard edit.range.start >= place, edit.range.end <= end else { return nil }
      text += source.text(SourceRange(place, edit.range.start)) + edit.replacement
      place = edit.range.end
    }
    text += source.text(SourceRange(place, end))
    let words = text.split(separator: " ")
    guard !text.contains("\n"), !text.contains("//"), text.count <= 100 else { return nil }
    return "write `\(words.joined(separator: " "))`"
  }
}

/// One line of one text.
struct SourceLine: Hashable {
  let text: ObjectIdentifier
  let index: Int
}

extension Diagnostic {
  /// The line that it is about.
  var line: SourceLine {
    SourceLine(
      text: ObjectIdentifier(primary.source),
      index: primary.source.lineIndex(of: primary.range.start))
  }
}
