import MTLSource

/// For what shows test results: each spec is a suite, each finding a test that fails.
///
/// A spec without a finding has one test that passes, so that no viewer calls it empty. A note passes
/// too, and what a comment hides is skipped.
enum JUnitReport: ReportFormat {
  static let name = "junit"
  static let summary = "JUnit XML"

  static func render(_ report: LintReport, style: Style) -> String {
    var suites = report.files.map { suite(of: $0) }
    if suites.isEmpty { suites = [Suite(name: "mtl", cases: [passing(classname: "mtl")])] }
    let attributes = [
      ("name", "mtl"), ("tests", String(suites.reduce(0) { $0 + $1.cases.count })),
      ("failures", String(suites.reduce(0) { $0 + $1.failures })), ("errors", "0"),
    ]
    return XMLText.declaration + "<testsuites" + XMLText.attributes(attributes) + ">\n"
      + suites.map { $0.text }.joined() + "</testsuites>\n"
  }

  private struct Suite {
    let name: String
    let cases: [Case]

    var failures: Int { cases.count { $0.outcome == .failure } }

    var text: String {
      let skipped = cases.count { $0.outcome == .skipped }
      let attributes = [
        ("name", name), ("tests", String(cases.count)), ("failures", String(failures)),
        ("errors", "0"), ("skipped", String(skipped)), ("package", "org.mtl"),
      ]
      return "  <testsuite" + XMLText.attributes(attributes) + ">\n"
        + cases.map { $0.text }.joined() + "  </testsuite>\n"
    }
  }

  private struct Case {
    enum Outcome {
      case success
      case failure
      case skipped
    }

    let attributes: [(String, String)]
    let outcome: Outcome
    /// What stands within it, without the indent of its first line.
    let body: String?

    var text: String {
      let head = "    <testcase" + XMLText.attributes(attributes)
      guard let body else { return head + "/>\n" }
      return head + ">\n      " + body + "\n    </testcase>\n"
    }
  }

  private static func suite(of file: LintReport.File) -> Suite {
    let classname = classname(of: file.path)
    guard !file.findings.isEmpty || !file.suppressed.isEmpty else {
      return Suite(name: file.path, cases: [passing(classname: classname)])
    }
    // Viewers hold tests of one name to be one, so repeats are numbered.
    var counts: [String: Int] = [:]
    let all = file.findings.map { ($0, false) } + file.suppressed.map { ($0, true) }
    let cases = all.map { finding, isSkipped in
      let id = finding.diagnostic.identity.id
      counts[id, default: 0] += 1
      let number = counts[id, default: 1]
      let name = "org.mtl.\(id)" + (number > 1 ? " (\(number))" : "")
      return self.case(finding, name: name, classname: classname, isSkipped: isSkipped)
    }
    return Suite(name: file.path, cases: cases)
  }

  private static func passing(classname: String) -> Case {
    Case(
      attributes: [("name", "no findings"), ("classname", classname)], outcome: .success, body: nil)
  }

  private static func `case`(
    _ finding: LintReport.Finding, name: String, classname: String, isSkipped: Bool
  ) -> Case {
    let diagnostic = finding.diagnostic
    let span = TextSpan(diagnostic.primary)
    let attributes = [
      ("name", name), ("classname", classname), ("line", String(span.line)),
      ("column", String(span.column)),
    ]
    if isSkipped {
      let reason = finding.reason ?? "a comment hides it"
      return Case(
        attributes: attributes, outcome: .skipped,
        body: "<skipped" + XMLText.attributes([("message", reason)]) + "/>")
    }
    let head = "line \(span.line), col \(span.column), \(diagnostic.shownMessage)"
    let text = ([head] + diagnostic.remarks).map { XMLText.escaped($0) }.joined(separator: "\n")
    if diagnostic.severity == .note {
      return Case(
        attributes: attributes, outcome: .success, body: "<system-out>\(text)</system-out>")
    }
    let about = [("message", diagnostic.message), ("type", diagnostic.severity.rawValue)]
    return Case(
      attributes: attributes, outcome: .failure,
      body: "<failure" + XMLText.attributes(about) + ">\(text)</failure>")
  }

  /// The path without the extension.
  private static func classname(of path: String) -> String {
    path.hasSuffix(".mtl") ? String(path.dropLast(4)) : path
  }
}
