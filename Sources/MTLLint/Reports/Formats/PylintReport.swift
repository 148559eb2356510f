import MTLSource

/// For what reads Pylint's parseable lines.
enum PylintReport: ReportFormat {
  static let name = "pylint"
  static let summary = "lines as Pylint's parseable ones"

  static func render(_ report: LintReport, style: Style) -> String {
    report.located.map { file, finding in
      let diagnostic = finding.diagnostic
      let kind = "\(diagnostic.identity.id)(\(diagnostic.identity.name))"
      return VisibleText.escaped(file.path)
        + ":\(TextSpan(diagnostic.primary).line): [\(kind), ] \(diagnostic.shownMessage)\n"
    }.joined()
  }
}
