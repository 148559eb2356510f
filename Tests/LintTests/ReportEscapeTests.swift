import Foundation
import MTLFormats
import MTLLint
import MTLSource
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What a stranger writes into a spec stays text in every format.
@Suite struct ReportEscapeTests {
  private static func render(_ format: String, _ report: LintReport) throws -> String {
    try #require(ReportFormats.format(called: format)).render(report, style: .plain)
  }

  // MARK: What the hostile case says

  @Test func commandsCarryTheirTextUnchanged() throws {
    // What the runner does: it undoes the percent sign last.
    let report = try #require(ReportCase.named("hostile"))
    let line = try #require(try Self.render("github", report).split(separator: "\n").first)
    let parts = line.dropFirst(2).components(separatedBy: "::")
    #expect(parts.count >= 2)
    let properties = parts[0].drop { $0 != " " }.dropFirst().split(separator: ",")
    #expect(properties.count == 6)
    let file = try #require(properties.first { $0.hasPrefix("file=") }?.dropFirst(5))
    let decoded = file.replacingOccurrences(of: "%0A", with: "\n")
      .replacingOccurrences(of: "%3A", with: ":").replacingOccurrences(of: "%2C", with: ",")
      .replacingOccurrences(of: "%25", with: "%")
    #expect(decoded == "./::error file=a,line=1::b%0Ac\\n;]\"<&>'`|.mtl")
  }

  @Test func summaryHasNoMarkupOfTheSpec() throws {
    let text = StepSummary.markdown(try #require(ReportCase.named("hostile")))
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") }
    #expect(rows.count == 2)
    for row in rows { #expect(row.count { $0 == "|" } == 5) }
    let bare = text.replacingOccurrences(of: "<code>", with: "")
      .replacingOccurrences(of: "</code>", with: "")
    #expect(!bare.contains("<") && !bare.contains("](") && !bare.contains("**"))
  }

  // MARK: Random texts

  /// Pieces that mean something to a format, or cannot be seen.
  private static let pieces = [
    "\"", "'", "`", "\\", "\n", "\r", "\t", "%", "%25", "%0A", "::", ":", ",", ";", "]", "[", "](",
    "##vso[", "##[error]", "<", ">", "&", "&amp;", "<![CDATA[", "]]>", "<!--", "|", "\\|", "{", "}",
    "{0}", "$", "*", "_", "~", "#", "@all", "http://x", "www.x", "\u{0}", "\u{1B}[31m", "\u{7F}",
    "\u{85}", "\u{202E}", "\u{200B}", "\u{2028}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}", "\u{1FFFE}",
    "e\u{301}", "ö", "家", "🏠", "\u{10FFFF}", "a", "b", " ", ".", "..", "/", "./", "//", "=", "-",
    "--",
  ]

  private static func text(_ generator: inout Generator) -> String {
    let count = Int.random(in: 1...12, using: &generator)
    return (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
  }

  /// A report in which every text is random.
  private static func report(_ generator: inout Generator) -> LintReport {
    var report = LintReport(version: "1")
    for _ in 0..<2 {
      let source = SourceText(name: text(&generator), "s" + text(&generator))
      let found = (0..<3).map { index in
        let start = Int.random(in: 0...source.bytes.count, using: &generator)
        let end = Int.random(in: start...source.bytes.count, using: &generator)
        let range = SourceRange(start, end)
        let help = Diagnostic.Help(
          text(&generator), edits: [Diagnostic.Edit(range, text(&generator))], isSafe: index == 0)
        return Diagnostic(
          DiagnosticIdentity(191, "left-over"), [.error, .warning, .note][index],
          "m" + text(&generator), at: Diagnostic.Label(source, range, text(&generator)),
          secondary: [Diagnostic.Label(source, range, text(&generator))],
          notes: [text(&generator)], helps: [help])
      }
      report.add(
        source, diagnostics: Array(found.dropLast()),
        suppressed: found.suffix(1).map { ($0, text(&generator)) })
    }
    return report
  }

  @Test(arguments: 0..<60) func textStaysText(_ seed: Int) throws {
    var generator = Generator(seed)
    let report = Self.report(&generator)
    let messages = report.diagnostics.map { $0.message }
    for format in ReportFormats.all {
      let text = format.render(report, style: .plain)
      let hidden = text.unicodeScalars.first { HiddenCharacter.isHidden($0) || $0 == "\t" }
      #expect(hidden == nil, "\(format.name)")
    }
    for format in ["gitlab", "sarif", "rdjson", "json"] {
      let bytes = Array(try Self.render(format, report).utf8)
      let document = try JSONValue.parse(bytes: bytes, name: format)
      guard format == "json" else { continue }
      let told = document["diagnostics"]?.elements?.compactMap { $0["message"]?.string } ?? []
      #expect(told.map { Array($0.utf8) } == messages.map { Array($0.utf8) })
    }
    for format in ["concise", "github", "azure", "pylint", "json-lines"] {
      let lines = try Self.render(format, report).utf8.split(separator: 0x0A)
      #expect(lines.count == messages.count, "\(format)")
    }
    for format in ["junit", "checkstyle"] {
      let reader = MessageReader(try Self.render(format, report))
      #expect(reader.isRight, "\(format)")
      let shown = messages.map { Self.legal(VisibleText.escaped($0)) }
      #expect(reader.messages.map { Array($0.utf8) } == shown.map { Array($0.utf8) }, "\(format)")
    }
    let rows = StepSummary.markdown(report).utf8.split(separator: 0x0A).filter { $0.first == 0x7C }
    #expect(rows.count == messages.count + 2)
    #expect(rows.allSatisfy { row in row.count { $0 == 0x7C } == 5 })
    let baseline = Baseline(report)
    #expect(
      try Baseline.parse(bytes: Array(baseline.text.utf8), name: "b").entries == baseline.entries)
  }

  /// No line of a format begins with a command of a runner, unless the format is made of them.
  @Test(arguments: 0..<60) func noLineIsACommand(_ seed: Int) throws {
    var generator = Generator(seed)
    let report = Self.report(&generator)
    for format in ["concise", "grouped", "pylint", "full"] {
      for line in try Self.render(format, report).split(separator: "\n") {
        let text = line.drop { $0 == " " }
        let isCommand = text.hasPrefix("::") && !text.hasPrefix("::: ")
        #expect(!isCommand && !text.hasPrefix("##"), "\(format): \(line)")
      }
    }
  }

  /// The text as XML 1.0 can hold it.
  private static func legal(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      let isLegal = scalar.value & 0xFFFE != 0xFFFE
      result.unicodeScalars.append(isLegal ? scalar : "\u{FFFD}")
    }
    return result
  }
}

/// Numbers that follow from a seed.
private struct Generator: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

/// The messages of an XML report, as a parser reads them.
private final class MessageReader: NSObject, XMLParserDelegate {
  private(set) var messages: [String] = []
  private(set) var isRight = false

  init(_ text: String) {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = self
    isRight = parser.parse()
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    guard name == "error" || name == "failure", let message = attributes["message"] else { return }
    messages.append(message)
  }
}
