import MTLFormats
import MTLSource

/// For programs: one object with the counts, the findings, and those that comments hide.
///
/// Rows and columns count from one, columns in Unicode scalars, ends exclusive; `byte_offset` counts
/// bytes of UTF-8 from zero. Every array is there even when it is empty.
enum JSONReport: ReportFormat {
  static let name = "json"
  static let summary = "one JSON object with counts and findings"

  /// The version of the layout; it grows when a member goes or changes its meaning.
  private static let version = 1

  static func render(_ report: LintReport, style: Style) -> String {
    let suppressed = report.files.flatMap { file in
      file.suppressed.map { object($0, of: file, report, isSuppressed: true) }
    }
    return ReportJSON.pretty([
      "format_version": .integer(version),
      "version": .string(report.version),
      "files": .integer(report.files.count),
      "changed": .array(report.files.filter { $0.wasChanged }.map { .string($0.path) }),
      "errors": .integer(report.count(of: .error)),
      "warnings": .integer(report.count(of: .warning)),
      "notes": .integer(report.count(of: .note)),
      "diagnostics": .array(report.located.map { object($0.finding, of: $0.file, report) }),
      "suppressed": .array(suppressed),
    ])
  }

  /// One finding as an object.
  static func object(
    _ finding: LintReport.Finding, of file: LintReport.File, _ report: LintReport,
    isSuppressed: Bool = false
  ) -> JSONValue {
    let diagnostic = finding.diagnostic
    let source = diagnostic.primary.source
    let otherHelps = diagnostic.helps.filter { $0.text != diagnostic.bestHelp?.text }
    return .object([
      ("code", .string(diagnostic.identity.id)),
      ("name", .string(diagnostic.identity.name)),
      ("severity", .string(diagnostic.severity.rawValue)),
      ("message", .string(diagnostic.message)),
      ("filename", .string(file.path)),
      ("location", start(source, diagnostic.primary.range)),
      ("end_location", end(source, diagnostic.primary.range)),
      ("byte_offset", .integer(diagnostic.primary.range.start)),
      ("label", .string(diagnostic.primary.text)),
      ("related", .array(diagnostic.secondary.map { related($0, report) })),
      ("notes", .array((diagnostic.notes + otherHelps.map { $0.text }).map { .string($0) })),
      ("fix", diagnostic.bestHelp.map { fix($0, source) } ?? .null),
      ("fingerprint", .string(finding.fingerprint)),
      ("reason", isSuppressed ? finding.reason.map { .string($0) } ?? .null : nil),
    ])
  }

  private static func related(_ label: Diagnostic.Label, _ report: LintReport) -> JSONValue {
    [
      "message": .string(label.text),
      "filename": .string(report.path(of: label.source)),
      "location": start(label.source, label.range),
      "end_location": end(label.source, label.range),
    ]
  }

  private static func fix(_ help: Diagnostic.Help, _ source: SourceText) -> JSONValue {
    [
      "applicability": .string(help.applicability),
      "message": .string(help.text),
      "edits": .array(
        help.edits.map { edit in
          [
            "location": start(source, edit.range),
            "end_location": end(source, edit.range),
            "content": .string(edit.replacement),
          ]
        }),
    ]
  }

  private static func start(_ source: SourceText, _ range: SourceRange) -> JSONValue {
    let (row, column) = source.position(of: range.start)
    return ["row": .integer(row), "column": .integer(column)]
  }

  private static func end(_ source: SourceText, _ range: SourceRange) -> JSONValue {
    let (row, column) = source.position(of: range.end)
    return ["row": .integer(row), "column": .integer(column)]
  }
}
