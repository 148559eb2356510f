import MTLSource

/// For GitHub workflows: commands that mark the lines of a pull request.
///
/// The runner shows only some of each severity, so the worst come first. Columns are left out where a
/// finding runs over several lines: the runner does not take both.
enum GitHubReport: ReportFormat {
  static let name = "github"
  static let summary = "workflow commands that mark lines in a pull request on GitHub"

  static func render(_ report: LintReport, style: Style) -> String {
    report.worstFirst.map { file, finding in
      let diagnostic = finding.diagnostic
      let properties = properties(of: diagnostic, path: file.path)
        .map { "\($0.0)=\(escapedProperty($0.1))" }.joined(separator: ",")
      let text = ([diagnostic.shownMessage] + diagnostic.remarks).joined(separator: "\n")
      return "::\(command(diagnostic.severity)) \(properties)::\(escaped(text))\n"
    }.joined()
  }

  private static func command(_ severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .note: "notice"
    }
  }

  private static func properties(of diagnostic: Diagnostic, path: String) -> [(String, String)] {
    let span = TextSpan(visible: diagnostic.primary)
    let lines = [
      ("file", VisibleText.escaped(path)), ("line", String(span.line)),
      ("endLine", String(span.endLine)),
    ]
    let columns = [("col", String(span.column)), ("endColumn", String(span.endColumn))]
    return lines + (span.isOnOneLine ? columns : [])
      + [("title", "mtl (\(diagnostic.identity.id))")]
  }

  /// A text behind the second `::`; the runner undoes the percent sign last.
  private static func escaped(_ text: String) -> String {
    text.replacing("%", by: "%25").replacing("\r", by: "%0D").replacing("\n", by: "%0A")
  }

  /// A text between the two `::`.
  private static func escapedProperty(_ text: String) -> String {
    escaped(text).replacing(":", by: "%3A").replacing(",", by: "%2C")
  }
}

extension String {
  /// The text with a scalar replaced; characters that are made of several are looked into.
  func replacing(_ scalar: Unicode.Scalar, by replacement: String) -> String {
    guard unicodeScalars.contains(scalar) else { return self }
    var result = ""
    for other in unicodeScalars {
      if other == scalar { result += replacement } else { result.unicodeScalars.append(other) }
    }
    return result
  }
}
