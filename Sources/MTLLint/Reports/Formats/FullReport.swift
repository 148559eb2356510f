import MTLSource

/// For people: each finding with the lines that it is about.
enum FullReport: ReportFormat {
  static let name = "full"
  static let summary = "each finding with the lines that it is about"

  static func render(_ report: LintReport, style: Style) -> String {
    TextRenderer(style: style).render(report.diagnostics)
  }
}
