import Foundation
import MTLFormats
import MTLLint
import MTLSource
import Testing

/// The files by which other programs run lint or read what it says.
@Suite struct IntegrationFileTests {
  private static func text(_ path: String) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The problem matcher finds path, place, severity, code and message of every error and warning.
  @Test(arguments: [Style.plain, .colored]) func matcherReadsConciseLines(_ style: Style) throws {
    let bytes = Array(try Self.text(".github/mtl-matcher.json").utf8)
    let matcher = try JSONValue.parse(bytes: bytes, name: "mtl-matcher.json")
    let pattern = try #require(matcher["problemMatcher"]?[0]?["pattern"]?[0])
    let expression = try NSRegularExpression(
      pattern: try #require(pattern["regexp"]?.string))
    let report = try #require(ReportCase.named("mixed"))
    let format = try #require(ReportFormats.format(called: "concise"))
    let lines = format.render(report, style: style).split(separator: "\n").map { String($0) }
    #expect(lines.count == report.diagnostics.count)
    for (line, diagnostic) in zip(lines, report.diagnostics) {
      let whole = NSRange(line.startIndex..., in: line)
      let match = expression.firstMatch(in: line, range: whole)
      #expect((match == nil) == (diagnostic.severity == .note), "\(line)")
      guard let match else { continue }
      let place = diagnostic.primary.source.position(of: diagnostic.primary.range.start)
      let wanted = [
        "file": diagnostic.primary.source.name, "line": String(place.line),
        "column": String(place.column), "severity": diagnostic.severity.rawValue,
        "code": diagnostic.identity.id, "message": diagnostic.message,
      ]
      for (key, text) in wanted {
        let group = try #require(pattern[key]?.integer)
        let range = try #require(Range(match.range(at: group), in: line))
        #expect(line[range] == text, "\(key)")
      }
    }
  }

  /// What a workflow passes reaches the scripts of the action as variables, never as their text.
  @Test func actionScriptsHoldNoInput() throws {
    for line in try Self.text("action.yml").split(separator: "\n") where line.contains("${{") {
      let words = line.split(separator: " ")
      #expect(words.first?.hasSuffix(":") ?? false, "\(line)")
      #expect(words.first != "run:", "\(line)")
    }
  }

  /// Each step of the action that runs something names its shell, as composite actions have to.
  @Test func actionNamesItsShells() throws {
    let lines = try Self.text("action.yml").split(separator: "\n")
    #expect(lines.count { $0.contains(" run: ") } == lines.count { $0.hasSuffix(" shell: bash") })
  }

  /// Every hook stands there twice: built by pre-commit, and from the `PATH`.
  @Test func hooksComeInPairs() throws {
    let lines = try Self.text(".pre-commit-hooks.yaml").split(separator: "\n")
    let ids = lines.filter { $0.hasPrefix("- id: ") }.map { String($0.dropFirst(6)) }
    #expect(ids.count == 6)
    #expect(
      Set(ids.filter { $0.hasSuffix("-system") }.map { String($0.dropLast(7)) })
        == Set(ids.filter { !$0.hasSuffix("-system") }))
    #expect(lines.count { $0 == "  files: \\.mtl$" } == ids.count)
  }
}
