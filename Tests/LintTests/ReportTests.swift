import Foundation
import MTL
import MTLFormats
import MTLLint
import MTLSource
import MTLTestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Reports as every format writes them.
@Suite struct ReportTests {
  static let corpus = Corpus(besideFile: #filePath)
  static let names = ReportFormats.all.map { $0.name }
  static let cases = ReportCase.all.map { $0.description }

  private static func text(_ format: String, _ name: String) throws -> String {
    let format = try #require(ReportFormats.format(called: format))
    return format.render(try #require(ReportCase.named(name)), style: .plain)
  }

  private static func json(_ format: String, _ name: String) throws -> JSONValue {
    try JSONValue.parse(bytes: Array(try text(format, name).utf8), name: format)
  }

  private static func compare(_ text: String, _ name: String, _ format: String) throws {
    let folder = corpus.root + "/reports/" + name
    if Golden.isUpdating {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
    }
    let file = CorpusFile(root: corpus.root, path: "reports/\(name)/\(format)")
    let difference = Golden.difference(text, file, "txt")
    #expect(difference == nil, "\(name), \(format): \(difference ?? "")")
  }

  @Test(arguments: cases, names) func formatsAreRecorded(_ name: String, _ format: String) throws {
    try Self.compare(try Self.text(format, name), name, format)
  }

  @Test(arguments: cases) func summariesAreRecorded(_ name: String) throws {
    let report = try #require(ReportCase.named(name))
    try Self.compare(StepSummary.markdown(report), name, "step-summary")
    try Self.compare(Statistics.text(report), name, "statistics")
    try Self.compare(Baseline(report).text, name, "baseline")
  }

  @Test func nothingIsRecordedThatIsNotWritten() throws {
    let extra = ["step-summary", "statistics", "baseline"]
    let known = Set(
      Self.cases.flatMap { name in
        (Self.names + extra).map { "reports/\(name)/\($0).txt" }
      })
    let recorded = Self.corpus.files("reports", ext: "txt").map { $0.path }
    #expect(Set(recorded).subtracting(known).isEmpty)
  }

  @Test func namesAreUnique() {
    #expect(Set(Self.names).count == Self.names.count)
    #expect(ReportFormats.all.allSatisfy { !$0.summary.isEmpty })
    #expect(ReportFormats.format(called: "sarif") != nil)
    #expect(ReportFormats.format(called: "SARIF ") == nil)
    #expect(ReportFormats.usual(in: ["GITHUB_ACTIONS": "true"]).name == "github")
    #expect(ReportFormats.usual(in: [:]).name == "full")
  }

  // MARK: What holds of whole groups of formats

  /// No control or hidden character leaves a format, line ends aside, however hostile the spec.
  @Test(arguments: cases, names) func nothingHiddenIsWritten(
    _ name: String, _ format: String
  ) throws {
    let text = try Self.text(format, name)
    #expect(!text.unicodeScalars.contains { HiddenCharacter.isHidden($0) || $0 == "\t" })
    #expect(text.isEmpty || text.hasSuffix("\n"))
  }

  @Test(arguments: cases, ["json", "gitlab", "sarif", "rdjson"]) func documentsAreJSON(
    _ name: String, _ format: String
  ) throws {
    _ = try Self.json(format, name)
  }

  @Test(arguments: cases) func linesAreJSON(_ name: String) throws {
    for line in try Self.text("json-lines", name).split(separator: "\n") {
      let value = try JSONValue.parse(bytes: Array(line.utf8), name: "line")
      #expect(value["code"]?.string != nil)
    }
  }

  @Test(arguments: cases, ["junit", "checkstyle"]) func documentsAreXML(
    _ name: String, _ format: String
  ) throws {
    let parser = XMLParser(data: Data(try Self.text(format, name).utf8))
    #expect(parser.parse(), "\(parser.parserError.debugDescription)")
  }

  /// A finding is one line in the formats of lines: nothing in it begins another.
  @Test(arguments: cases, ["concise", "github", "azure", "pylint", "json-lines"])
  func findingsAreLines(_ name: String, _ format: String) throws {
    let report = try #require(ReportCase.named(name))
    let lines = try Self.text(format, name).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == report.diagnostics.count + 1)
  }

  @Test func onlyTextForPeopleIsColored() throws {
    let report = try #require(ReportCase.named("mixed"))
    for format in ReportFormats.all {
      let colored = format.render(report, style: .colored)
      let isForPeople = ["full", "concise", "grouped"].contains(format.name)
      #expect(colored.contains("\u{1B}") == isForPeople, "\(format.name)")
    }
  }

  // MARK: Places

  @Test func columnsCountWhatTheFormatSays() throws {
    // The second line of the mixed case is `    feature größe: number`.
    let item = try #require(
      try Self.json("json", "mixed")["diagnostics"]?.elements?.first {
        $0["name"]?.string == "left-over"
      })
    #expect(item["location"]?["column"]?.integer == 13)
    #expect(item["end_location"]?["column"]?.integer == 18)
    let bytes = try #require(
      try Self.json("rdjson", "mixed")["diagnostics"]?.elements?.first {
        $0["code"]?["value"]?.string == "MTL191"
      })
    #expect(bytes["location"]?["range"]?["end"]?["column"]?.integer == 20)
  }

  @Test func editsOfRDJSONAreOne() throws {
    let item = try #require(
      try Self.json("rdjson", "mixed")["diagnostics"]?.elements?.first {
        $0["code"]?["value"]?.string == "MTL191"
      })
    let suggestions = try #require(item["suggestions"]?.elements)
    #expect(suggestions.count == 1)
    #expect(suggestions[0]["text"]?.string == "    label price")
  }

  @Test func gitHubLeavesOutColumnsOfSeveralLines() throws {
    let lines = try Self.text("github", "mixed").split(separator: "\n")
    let long = try #require(lines.first { $0.contains("the whole body") })
    #expect(!long.contains("col="))
    #expect(lines.allSatisfy { $0.contains("col=") == $0.contains("endColumn=") })
    let order = lines.map { $0.prefix { $0 != " " } }
    #expect(order == ["::error", "::warning", "::warning", "::warning", "::notice"])
  }

  // MARK: Rules

  /// Every rule's page is in the report that names the rule.
  @Test func sarifCarriesThePagesOfRules() throws {
    let source = SourceText(name: "a.mtl", "task\n")
    var report = LintReport(version: "1")
    report.add(
      source,
      diagnostics: RuleSelector.identities.map { identity in
        Diagnostic(
          identity, .warning, "m", at: Diagnostic.Label(source, SourceRange(0, 4)))
      })
    let format = try #require(ReportFormats.format(called: "sarif"))
    let text = format.render(report, style: .plain)
    let document = try JSONValue.parse(bytes: Array(text.utf8), name: "sarif")
    let rules = try #require(
      document["runs"]?[0]?["tool"]?["driver"]?["rules"]?.elements)
    #expect(rules.count == RuleSelector.identities.count)
    for rule in rules {
      let id = try #require(rule["id"]?.string)
      for key in ["shortDescription", "fullDescription"] {
        let text = try #require(rule[key]?["text"]?.string, "\(id)")
        #expect(!text.isEmpty && text.count <= 1024 && !text.hasSuffix(" "), "\(id)")
      }
      guard let page = Rules.rule(called: id)?.page else { continue }
      let markdown = try #require(rule["help"]?["markdown"]?.string)
      #expect(markdown.contains("```mtl\n\(page.bad)\n```"), "\(id)")
      #expect(markdown.contains("```mtl\n\(page.good)\n```"), "\(id)")
      let plain = try #require(rule["help"]?["text"]?.string)
      #expect(plain.contains(page.bad) && plain.contains(page.good), "\(id)")
    }
  }

  /// What lint itself finds in the specs of the pages reaches every format.
  @Test func realFindingsAreReported() throws {
    var report = LintReport(version: "1")
    for rule in Rules.all where rule.page.files.isEmpty {
      var settings = LintSettings()
      settings.usesPreview = true
      settings.requiresReasons = true
      let source = SourceText(name: "pages/\(rule.identity.name).mtl", rule.page.bad)
      report.add(source, LintRun(settings: settings).lint(source, folder: "."))
    }
    #expect(report.files.allSatisfy { !$0.findings.isEmpty })
    for format in ReportFormats.all {
      let text = format.render(report, style: .plain)
      for finding in report.files.flatMap({ $0.findings }) {
        #expect(text.contains(finding.diagnostic.identity.id), "\(format.name)")
      }
    }
  }

  // MARK: Fingerprints

  @Test func fingerprintsAreUniqueAndOutliveLinesAbove() {
    func report(_ head: String) -> LintReport {
      let source = SourceText(name: "a.mtl", head + "dense(1)\n  dense(1)\ndense(2)\n")
      let starts = source.bytes.indices.filter { source.bytes[$0] == UInt8(ascii: "d") }
      var report = LintReport(version: "1")
      report.add(
        source,
        diagnostics: starts.flatMap { start in
          [101, 102].map { number in
            Diagnostic(
              DiagnosticIdentity(number, "x"), .warning, "m",
              at: Diagnostic.Label(source, SourceRange(start, start + 5)))
          }
        })
      return report
    }
    let prints = report("").files[0].findings.map { $0.fingerprint }
    #expect(prints.count == 6)
    #expect(Set(prints).count == 6)
    #expect(report("// new\n\n").files[0].findings.map { $0.fingerprint } == prints)
  }

  @Test(arguments: cases) func gitLabFingerprintsAreUnique(_ name: String) throws {
    let items = try #require(try Self.json("gitlab", name).elements)
    let prints = items.compactMap { $0["fingerprint"]?.string }
    #expect(prints.count == items.count)
    #expect(Set(prints).count == prints.count)
  }

  /// Hiding a finding leaves the fingerprints of those that say the same of the same line.
  @Test func hidingChangesNoFingerprint() {
    let source = SourceText(name: "a.mtl", "dense(1)\ndense(1)\n")
    let found = [0, 9].map { start in
      Diagnostic(
        DiagnosticIdentity(101, "x"), .warning, "m",
        at: Diagnostic.Label(source, SourceRange(start, start + 5)))
    }
    var before = LintReport(version: "1")
    before.add(source, diagnostics: found)
    var after = LintReport(version: "1")
    after.add(source, diagnostics: [found[1]], suppressed: [(found[0], nil)])
    #expect(after.files[0].findings[0].fingerprint == before.files[0].findings[1].fingerprint)
  }

  @Test func manyFindingsOnOneLongLineAreFast() {
    let source = SourceText(name: "a.mtl", String(repeating: "x ", count: 200_000))
    let found = (0..<1000).map { index in
      Diagnostic(
        DiagnosticIdentity(101, "x"), .warning, "m",
        at: Diagnostic.Label(source, SourceRange(2 * index, 2 * index + 1)))
    }
    let clock = ContinuousClock()
    let time = clock.measure {
      var report = LintReport(version: "1")
      report.add(source, diagnostics: found)
      for format in ReportFormats.all where format.name != "full" {
        _ = format.render(report, style: .plain)
      }
    }
    #expect(time < .seconds(15))
  }
}
