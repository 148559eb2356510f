import MTLSource

/// For editors and problem matchers: each finding on a line of its own.
enum ConciseReport: ReportFormat {
  static let name = "concise"
  static let summary = "each finding on one line"

  static func render(_ report: LintReport, style: Style) -> String {
    report.located.map { file, finding in
      let diagnostic = finding.diagnostic
      let span = TextSpan(diagnostic.primary)
      let kind = "\(diagnostic.severity.rawValue)[\(diagnostic.identity.id)]"
      return VisibleText.escaped(file.path) + ":\(span.line):\(span.column): "
        + style.paint(kind, diagnostic.severity.role) + " " + diagnostic.shownMessage + "\n"
    }.joined()
  }
}
