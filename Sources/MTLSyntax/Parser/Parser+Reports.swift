import MTLSource

/// Reports that are joined, so that one mistake is reported once and its edit gives a right line.
extension Parser {
  /// Makes one report of those since a count, and of what the lexer has said of quotes on the way.
  mutating func mergeReports(since count: Int, from start: Int) {
    guard !isSkipping, diagnostics.count > count else { return }
    let quotes = lexer.diagnostics.indices.filter {
      let finding = lexer.diagnostics[$0]
      return finding.code == .singleQuotes && finding.primary.range.start >= start
        && finding.primary.range.end <= lastEnd
    }
    let others = diagnostics[(count + 1)...] + quotes.map { lexer.diagnostics[$0] }
    guard !others.isEmpty, let help = diagnostics[count].helps.first,
      others.allSatisfy({ $0.helps.first?.edits.isEmpty == false })
    else { return }
    let edits = others.flatMap { $0.helps[0].edits }
    diagnostics[count] = diagnostics[count].with(
      help: .init(help.text, edits: joined(help.edits + edits)))
    diagnostics.removeSubrange((count + 1)...)
    for index in quotes.reversed() { lexer.diagnostics.remove(at: index) }
  }

  /// Edits in the order of the text, without those inside of others.
  private func joined(_ edits: [Diagnostic.Edit]) -> [Diagnostic.Edit] {
    var seen: Set<SourceRange> = []
    return edits.filter { edit in
      (edit.range.length == 0 || seen.insert(edit.range).inserted)
        && !edits.contains {
          $0.range != edit.range && $0.range.start <= edit.range.start
            && edit.range.end <= $0.range.end && $0.range.length > edit.range.length
            && edit.range.length > 0
        }
    }.sorted { ($0.range.start, $0.range.end) < ($1.range.start, $1.range.end) }
  }

  /// A line end and the indentation that a line has behind the one that is being read.
  var newLine: String {
    let bytes = lexer.bytes
    var start = lastEnd
    while start > 0, bytes[start - 1] != 0x0A { start -= 1 }
    var end = start
    while end < bytes.count, bytes[end] == 0x20 || bytes[end] == 0x09 { end += 1 }
    let blanks = text(SourceRange(start, end))
    return "\n" + (blanks.isEmpty ? "    " : blanks)
  }
}

extension Diagnostic {
  /// The same finding with one help.
  package func with(help: Help) -> Diagnostic {
    Diagnostic(
      identity, severity, message, at: primary, secondary: secondary, notes: notes, helps: [help])
  }
}
