import MTLSource

/// For people: the findings of each spec below its path.
enum GroupedReport: ReportFormat {
  static let name = "grouped"
  static let summary = "the findings of each spec below its path"

  static func render(_ report: LintReport, style: Style) -> String {
    report.files.filter { !$0.findings.isEmpty }.map { render($0, style) }.joined(separator: "\n")
  }

  private static func render(_ file: LintReport.File, _ style: Style) -> String {
    let rows = file.findings.map { finding in
      let span = TextSpan(finding.diagnostic.primary)
      return (place: "\(span.line):\(span.column)", diagnostic: finding.diagnostic)
    }
    let placeWidth = rows.map { $0.place.count }.max() ?? 0
    let kindWidth = rows.map { $0.diagnostic.severity.rawValue.count }.max() ?? 0
    let codeWidth = rows.map { $0.diagnostic.identity.id.count }.max() ?? 0
    var text = style.paint(VisibleText.escaped(file.path), .strong) + "\n"
    for (place, diagnostic) in rows {
      let kind = diagnostic.severity.rawValue
      let code = diagnostic.identity.id
      text += "  " + blanks(placeWidth - place.count) + place + "  "
      text += style.paint(kind, diagnostic.severity.role) + blanks(kindWidth - kind.count) + "  "
      text += code + blanks(codeWidth - code.count) + "  " + diagnostic.shownMessage + "\n"
    }
    return text
  }

  private static func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }
}
