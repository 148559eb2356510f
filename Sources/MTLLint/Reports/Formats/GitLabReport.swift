import MTLFormats
import MTLSource

/// For GitLab: a code quality report, whose findings a merge request shows.
enum GitLabReport: ReportFormat {
  static let name = "gitlab"
  static let summary = "a code quality report of GitLab"

  static func render(_ report: LintReport, style: Style) -> String {
    ReportJSON.pretty(
      .array(report.located.map { object($0.finding.diagnostic, $0.finding, $0.file.path) }))
  }

  private static func object(
    _ diagnostic: Diagnostic, _ finding: LintReport.Finding, _ path: String
  ) -> JSONValue {
    let span = TextSpan(visible: diagnostic.primary)
    return [
      // GitLab shows the description alone, so the code stands in it too.
      "description": .string("\(diagnostic.identity.id): \(diagnostic.shownMessage)"),
      "check_name": .string(diagnostic.identity.name),
      "fingerprint": .string(finding.fingerprint),
      "severity": .string(severity(diagnostic.severity)),
      "location": [
        "path": .string(path),
        "positions": [
          "begin": ["line": .integer(span.line), "column": .integer(span.column)],
          "end": ["line": .integer(span.endLine), "column": .integer(span.endColumn)],
        ],
      ],
    ]
  }

  private static func severity(_ severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: "major"
    case .warning: "minor"
    case .note: "info"
    }
  }
}
