import MTLSource

/// How often each kind of finding stands in a report: what `--statistics` shows.
package enum Statistics {
  /// Writes a line for each kind, the most frequent first; nothing where nothing was found.
  package static func text(_ report: LintReport) -> String {
    let groups = Dictionary(grouping: report.diagnostics) { $0.identity }
    let rows = groups.map { Row($0.key, $0.value) }.sorted {
      ($1.count, $0.identity.number) < ($0.count, $1.identity.number)
    }
    let countWidth = rows.map { String($0.count).count }.max() ?? 0
    let codeWidth = rows.map { $0.identity.id.count }.max() ?? 0
    let nameWidth = rows.map { $0.identity.name.count }.max() ?? 0
    return rows.map { row in
      let count = String(row.count)
      var line = blanks(countWidth - count.count) + count + "  "
      line += row.identity.id + blanks(codeWidth - row.identity.id.count) + "  "
      line += row.identity.name
      if row.fixable > 0 {
        line += blanks(nameWidth - row.identity.name.count) + "  \(row.fixable) can be fixed"
      }
      return line + "\n"
    }.joined()
  }

  private struct Row {
    let identity: DiagnosticIdentity
    let count: Int
    /// Those that have edits, safe ones or not.
    let fixable: Int

    init(_ identity: DiagnosticIdentity, _ found: [Diagnostic]) {
      self.identity = identity
      count = found.count
      fixable = found.count { $0.fix(allowsUnsafe: true) != nil }
    }
  }

  private static func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }
}
