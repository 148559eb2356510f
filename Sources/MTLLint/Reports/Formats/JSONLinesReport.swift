import MTLSource

/// For programs that read as they go: each finding as a JSON object on one line.
enum JSONLinesReport: ReportFormat {
  static let name = "json-lines"
  static let summary = "each finding as a JSON object on one line"

  static func render(_ report: LintReport, style: Style) -> String {
    report.located.map { file, finding in
      ReportJSON.compact(JSONReport.object(finding, of: file, report)) + "\n"
    }.joined()
  }
}
