import MTLSource

/// For what reads Checkstyle: the findings of each spec as XML.
enum CheckstyleReport: ReportFormat {
  static let name = "checkstyle"
  static let summary = "Checkstyle XML"

  static func render(_ report: LintReport, style: Style) -> String {
    var text = XMLText.declaration + "<checkstyle version=\"4.3\">\n"
    for file in report.files where !file.findings.isEmpty {
      text += "  <file" + XMLText.attributes([("name", file.path)]) + ">\n"
      for finding in file.findings {
        text += "    <error" + XMLText.attributes(attributes(finding.diagnostic)) + "/>\n"
      }
      text += "  </file>\n"
    }
    return text + "</checkstyle>\n"
  }

  private static func attributes(_ diagnostic: Diagnostic) -> [(String, String)] {
    let span = TextSpan(diagnostic.primary)
    let severity = diagnostic.severity == .note ? "info" : diagnostic.severity.rawValue
    return [
      ("line", String(span.line)), ("column", String(span.column)), ("severity", severity),
      ("message", diagnostic.message), ("source", "mtl.\(diagnostic.identity.id)"),
    ]
  }
}
