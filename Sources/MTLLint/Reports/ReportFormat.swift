import MTLSource

/// A way to write down what lint has found.
///
/// A format is one file and one line of `ReportFormats.all`.
package protocol ReportFormat: Sendable {
  /// The word behind `--format`.
  static var name: String { get }

  /// Who reads it, for the help.
  static var summary: String { get }

  /// Writes a report; what ends in a line end or is empty.
  ///
  /// - Parameter style: How text for people is coloured; formats for programs never are.
  static func render(_ report: LintReport, style: Style) -> String
}

/// The report formats.
package enum ReportFormats {
  /// Every format, in the order of the help.
  package static let all: [any ReportFormat.Type] = [
    FullReport.self,
    ConciseReport.self,
    GroupedReport.self,
    JSONReport.self,
    JSONLinesReport.self,
    GitHubReport.self,
    GitLabReport.self,
    SARIFReport.self,
    JUnitReport.self,
    AzureReport.self,
    CheckstyleReport.self,
    RDJSONReport.self,
    PylintReport.self,
  ]

  /// The format of a name.
  package static func format(called name: String) -> (any ReportFormat.Type)? {
    all.first { $0.name == name }
  }

  /// The format where none is asked for: `github` in a GitHub workflow, otherwise `full`.
  package static func usual(in environment: [String: String]) -> any ReportFormat.Type {
    environment["GITHUB_ACTIONS"] == "true" ? GitHubReport.self : FullReport.self
  }
}
