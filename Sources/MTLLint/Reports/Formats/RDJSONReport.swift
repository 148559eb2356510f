import MTLFormats
import MTLSource

/// For reviewdog: its diagnostic format.
///
/// Columns count bytes of UTF-8 from one.
enum RDJSONReport: ReportFormat {
  static let name = "rdjson"
  static let summary = "the diagnostic format of reviewdog"

  static func render(_ report: LintReport, style: Style) -> String {
    ReportJSON.pretty([
      "source": ["name": "mtl"],
      "severity": "WARNING",
      "diagnostics": .array(report.located.map { object($0.finding.diagnostic, $0.file.path) }),
    ])
  }

  private static func object(_ diagnostic: Diagnostic, _ path: String) -> JSONValue {
    let source = diagnostic.primary.source
    let text = ([diagnostic.shownMessage] + diagnostic.remarks).joined(separator: "\n")
    let edit = diagnostic.helps.first { !$0.edits.isEmpty }.flatMap { merged($0.edits, in: source) }
    return .object([
      ("message", .string(text)),
      ("location", ["path": .string(path), "range": range(source, diagnostic.primary.range)]),
      ("severity", .string(severity(diagnostic.severity))),
      ("code", ["value": .string(diagnostic.identity.id)]),
      (
        "suggestions",
        edit.map { [["range": range(source, $0.range), "text": .string($0.replacement)]] }
      ),
    ])
  }

  private static func severity(_ severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: "ERROR"
    case .warning: "WARNING"
    case .note: "INFO"
    }
  }

  private static func range(_ source: SourceText, _ range: SourceRange) -> JSONValue {
    let span = TextSpan(bytesOf: source, range)
    return [
      "start": ["line": .integer(span.line), "column": .integer(span.column)],
      "end": ["line": .integer(span.endLine), "column": .integer(span.endColumn)],
    ]
  }

  /// The most bytes that one suggestion replaces.
  private static let widest = 4096

  /// Edits as one, since each suggestion is taken alone; `nil` where they lie too far apart.
  private static func merged(
    _ edits: [Diagnostic.Edit], in source: SourceText
  ) -> Diagnostic.Edit? {
    let sorted = edits.sorted { $0.range.start < $1.range.start }
    guard let first = sorted.first else { return nil }
    var (text, end) = ("", first.range.start)
    for edit in sorted {
      guard edit.range.start >= end, edit.range.end - first.range.start <= widest else {
        return nil
      }
      text += source.text(SourceRange(end, edit.range.start)) + edit.replacement
      end = edit.range.end
    }
    return Diagnostic.Edit(SourceRange(first.range.start, end), text)
  }
}
