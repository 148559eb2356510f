import MTLFormats
import MTLLint
import MTLSource
import Testing

/// Accepted findings.
@Suite struct BaselineTests {
  private static func report() throws -> LintReport { try #require(ReportCase.named("mixed")) }

  private static func parse(_ text: String) throws -> Baseline {
    try Baseline.parse(bytes: Array(text.utf8), name: "baseline.json")
  }

  @Test func acceptsWhatWasFoundButNoHardError() throws {
    var report = try Self.report()
    let baseline = try Self.parse(Baseline(report).text)
    let outcome = baseline.apply(to: &report)
    #expect(outcome.hidden == 4)
    #expect(outcome.stale.isEmpty)
    #expect(report.diagnostics.map { $0.severity } == [.error])
  }

  @Test func newFindingsAreKept() throws {
    var report = try Self.report()
    let all = Baseline(report)
    let kept = all.entries[0]
    let lines = all.text.split(separator: "\n", omittingEmptySubsequences: false).filter {
      !$0.contains(kept.fingerprint)
    }
    let outcome = try Self.parse(lines.joined(separator: "\n")).apply(to: &report)
    #expect(outcome.hidden == 3)
    #expect(report.files[0].findings.contains { $0.fingerprint == kept.fingerprint })
  }

  @Test func whatIsGoneIsStaleInTheSpecsThatWereLinted() throws {
    let text = """
      {"format_version": 1, "findings": [
        {"path": "specs/houses.mtl", "code": "MTL101", "fingerprint": "\(Self.print("a"))"},
        {"path": "specs/other.mtl", "code": "MTL101", "fingerprint": "\(Self.print("b"))"}]}
      """
    var report = try Self.report()
    let outcome = try Self.parse(text).apply(to: &report)
    #expect(outcome.hidden == 0)
    #expect(outcome.stale.map { $0.path } == ["specs/houses.mtl"])
  }

  private static func print(_ digit: Character) -> String { String(repeating: digit, count: 32) }

  @Test func textIsSortedAndOneFindingALine() throws {
    let text = Baseline(try Self.report()).text
    #expect(try Self.parse(text).text == text)
    let lines = text.split(separator: "\n").filter { $0.contains("fingerprint") }
    #expect(lines.count == 4)
    #expect(try Self.parse("{\"findings\": [], \"format_version\": 1}").entries.isEmpty)
    var empty = LintReport(version: "1")
    _ = try Self.parse(Baseline(empty).text).apply(to: &empty)
  }

  @Test(arguments: [
    ("", "the JSON text ends"),
    ("[]", "the baseline should be an object"),
    ("{}", "the baseline has no `format_version`"),
    (#"{"format_version": 1}"#, "the baseline has no `findings`"),
    (#"{"format_version": 2, "findings": []}"#, "should be 1 and not 2"),
    (#"{"format_version": "1", "findings": []}"#, "`format_version` should be 1"),
    (#"{"format_version": 1, "findings": {}}"#, "`findings` should be an array"),
    (#"{"format_version": 1, "finding": []}"#, "did you mean `findings`?"),
    (#"{"format_version": 1, "findings": [1]}"#, "finding 1 should be an object"),
    (
      #"{"format_version": 1, "findings": [{"path": "a", "code": "MTL101"}]}"#,
      "finding 1 has no `fingerprint`"
    ),
    (
      #"{"format_version": 1, "findings": [{"path": 1, "code": "MTL101", "fingerprint": ""}]}"#,
      "`path` of finding 1 should be a string"
    ),
    (
      #"{"format_version": 1, "findings": [{"path": "a", "code": "b", "fingerprint": "X"}]}"#,
      "should be 32 hexadecimal digits, and is `X`"
    ),
  ]) func badFilesAreRefused(_ text: String, _ message: String) throws {
    let error = #expect(throws: FormatError.self) { try Self.parse(text) }
    #expect(error?.description.contains(message) ?? false, "\(error?.description ?? "")")
  }
}
