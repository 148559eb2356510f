import MTLFormats
import MTLSource

/// For code scanning: SARIF 2.1.0, with the rules' pages, fixes, and what comments hide.
///
/// Lines and columns count from one, columns in Unicode scalars, ends exclusive.
enum SARIFReport: ReportFormat {
  static let name = "sarif"
  static let summary = "SARIF 2.1.0 for code scanning"

  /// The most further places of a finding; viewers reject files with many more.
  private static let mostRelated = 100

  static func render(_ report: LintReport, style: Style) -> String {
    let all = report.files.flatMap { file in
      file.findings.map { (file, $0, false) } + file.suppressed.map { (file, $0, true) }
    }
    let identities = Set(all.map { $0.1.diagnostic.identity }).sorted { $0.number < $1.number }
    let places = Dictionary(
      uniqueKeysWithValues: identities.enumerated().map { ($0.element, $0.offset) })
    let results = all.map { file, finding, isSuppressed in
      result(
        finding, file, report, rule: places[finding.diagnostic.identity] ?? 0,
        isSuppressed: isSuppressed)
    }
    let driver: JSONValue = [
      "name": "mtl",
      "version": .string(report.version),
      "semanticVersion": .string(report.version),
      "rules": .array(identities.map { rule(RuleText($0)) }),
    ]
    return ReportJSON.pretty([
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
      "version": "2.1.0",
      "runs": [
        [
          "tool": ["driver": driver],
          "columnKind": "unicodeCodePoints",
          "invocations": [["executionSuccessful": true]],
          "results": .array(results),
        ]
      ],
    ])
  }

  // MARK: Rules

  private static func rule(_ text: RuleText) -> JSONValue {
    let severity = text.severity == .note ? "recommendation" : text.severity.rawValue
    return .object([
      ("id", .string(text.identity.id)),
      ("name", .string(text.identity.name)),
      ("shortDescription", ["text": .string(text.summary)]),
      ("fullDescription", ["text": .string(text.description)]),
      (
        "help",
        text.sections.isEmpty
          ? nil : ["text": .string(text.plain), "markdown": .string(text.markdown)]
      ),
      ("defaultConfiguration", ["level": .string(text.severity.rawValue)]),
      (
        "properties",
        [
          "tags": [.string(RuleGroup(text.identity).rawValue)],
          "precision": "high",
          "problem.severity": .string(severity),
        ]
      ),
    ])
  }

  // MARK: Results

  private static func result(
    _ finding: LintReport.Finding, _ file: LintReport.File, _ report: LintReport, rule: Int,
    isSuppressed: Bool
  ) -> JSONValue {
    let diagnostic = finding.diagnostic
    let text = ([diagnostic.shownMessage] + diagnostic.remarks).joined(separator: "\n")
    let place = physical(file.path, diagnostic.primary.source, diagnostic.primary.range)
    let others = diagnostic.secondary.prefix(mostRelated).enumerated().map { index, label in
      related(label, id: index + 1, report)
    }
    let help = diagnostic.helps.first { !$0.edits.isEmpty }
    return .object([
      ("ruleId", .string(diagnostic.identity.id)),
      ("ruleIndex", .integer(rule)),
      ("level", .string(diagnostic.severity.rawValue)),
      ("message", ["text": .string(escaped(text))]),
      ("locations", [["physicalLocation": place]]),
      ("relatedLocations", others.isEmpty ? nil : .array(others)),
      ("partialFingerprints", ["mtlFinding/v1": .string(finding.fingerprint)]),
      ("fixes", help.map { [fix($0, file.path, diagnostic.primary.source)] }),
      ("suppressions", isSuppressed ? [suppression(finding)] : []),
    ])
  }

  private static func related(
    _ label: Diagnostic.Label, id: Int, _ report: LintReport
  ) -> JSONValue {
    let text = VisibleText.escaped(label.text)
    return .object([
      ("id", .integer(id)),
      ("physicalLocation", physical(report.path(of: label.source), label.source, label.range)),
      ("message", text.isEmpty ? nil : ["text": .string(escaped(text))]),
    ])
  }

  private static func fix(
    _ help: Diagnostic.Help, _ path: String, _ source: SourceText
  ) -> JSONValue {
    let replacements = help.edits.map { edit -> JSONValue in
      [
        "deletedRegion": region(source, edit.range),
        "insertedContent": ["text": .string(edit.replacement)],
      ]
    }
    let text = VisibleText.lines(help.text).joined(separator: "\n")
    return [
      "description": ["text": .string(escaped(text))],
      "artifactChanges": [
        ["artifactLocation": artifact(path), "replacements": .array(replacements)]
      ],
    ]
  }

  private static func suppression(_ finding: LintReport.Finding) -> JSONValue {
    .object([
      ("kind", "inSource"),
      ("justification", finding.reason.map { .string(VisibleText.escaped($0)) }),
    ])
  }

  // MARK: Places

  private static func physical(
    _ path: String, _ source: SourceText, _ range: SourceRange
  ) -> JSONValue {
    ["artifactLocation": artifact(path), "region": region(source, range)]
  }

  private static func artifact(_ path: String) -> JSONValue { ["uri": .string(uri(path))] }

  private static func region(_ source: SourceText, _ range: SourceRange) -> JSONValue {
    let span = TextSpan(source, range)
    return [
      "startLine": .integer(span.line), "startColumn": .integer(span.column),
      "endLine": .integer(span.endLine), "endColumn": .integer(span.endColumn),
    ]
  }

  /// A path as a relative reference: all but unreserved characters and slashes percent-encoded.
  private static func uri(_ path: String) -> String {
    path.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
        return String(Character(Unicode.Scalar(byte)))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        return "%" + (digits.count < 2 ? "0" : "") + digits
      }
    }.joined()
  }

  /// A text in which viewers find neither placeholders nor links.
  private static func escaped(_ text: String) -> String {
    var result = ""
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      switch scalar {
      case "{": result += "{{"
      case "}": result += "}}"
      // Only `](` could end the text of a link.
      case "(" where previous == "]":
        result.unicodeScalars.removeLast()
        result += "\\]("
      default: result.unicodeScalars.append(scalar)
      }
      previous = scalar
    }
    return result
  }
}
