import MTLSource

/// A Markdown summary of a report, as GitHub shows it for a step of a workflow.
package enum StepSummary {
  /// The most findings that are listed; a summary has a limit of one mebibyte.
  private static let mostRows = 200

  /// Writes the summary: counts, and a table of findings, the worst first.
  package static func markdown(_ report: LintReport) -> String {
    var text = "### mtl lint\n\n"
    text += report.summary
    if let fixes = report.fixSummary { text += "; " + fixes }
    let hidden = report.files.reduce(0) { $0 + $1.suppressed.count }
    if hidden > 0 { text += "; \(hidden) hidden by comments" }
    text += "\n"
    let findings = report.worstFirst
    guard !findings.isEmpty else { return text }
    text += "\n| Severity | Rule | Place | Finding |\n|---|---|---|---|\n"
    text += findings.prefix(mostRows).map { row($0.file, $0.finding.diagnostic) }.joined()
    if findings.count > mostRows { text += "\nand \(findings.count - mostRows) more\n" }
    return text
  }

  private static func row(_ file: LintReport.File, _ diagnostic: Diagnostic) -> String {
    let span = TextSpan(diagnostic.primary)
    let cells = [
      diagnostic.severity.rawValue,
      "\(diagnostic.identity.id) \(MarkdownText.cell(diagnostic.identity.name))",
      MarkdownText.code("\(file.path):\(span.line):\(span.column)"),
      MarkdownText.cell(diagnostic.message),
    ]
    return "| " + cells.joined(separator: " | ") + " |\n"
  }
}
