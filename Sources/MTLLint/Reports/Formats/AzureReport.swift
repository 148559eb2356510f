import MTLSource

/// For Azure Pipelines: logging commands that list the findings of a build.
enum AzureReport: ReportFormat {
  static let name = "azure"
  static let summary = "logging commands of Azure Pipelines"

  static func render(_ report: LintReport, style: Style) -> String {
    report.worstFirst.map { file, finding in
      let diagnostic = finding.diagnostic
      let span = TextSpan(diagnostic.primary)
      let properties = [
        ("type", diagnostic.severity == .error ? "error" : "warning"),
        ("sourcepath", VisibleText.escaped(file.path)), ("linenumber", String(span.line)),
        ("columnnumber", String(span.column)), ("code", diagnostic.identity.id),
      ]
      let text = ([diagnostic.shownMessage] + diagnostic.remarks).joined(separator: "\n")
      return "##vso[task.logissue "
        + properties.map { "\($0.0)=\(escaped($0.1));" }.joined() + "]\(escaped(text))\n"
    }.joined()
  }

  /// A text as agents read it back: they have a sign of their own for the percent sign.
  private static func escaped(_ text: String) -> String {
    text.replacing("%", by: "%AZP25").replacing("\r", by: "%0D").replacing("\n", by: "%0A")
      .replacing("]", by: "%5D").replacing(";", by: "%3B")
  }
}
