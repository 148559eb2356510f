import MTLSource
import MTLTestSupport
import Testing

/// How the renderers draw what no syntax error needs: several labels, files, tabs, wide and hidden
/// characters, colours, and the formats for tools.
struct RendererTests {
  private let source = SourceText(
    name: "a.mtl", "one = two + three\n\tfour 五 five\nsix\nseven\neight\nnine\u{202E} ten\n")

  private func range(_ text: String) -> SourceRange {
    let bytes = source.bytes
    let wanted = Array(text.utf8)
    let start = bytes.indices.first { bytes[$0...].starts(with: wanted) } ?? 0
    return SourceRange(start, start + wanted.count)
  }

  private func diagnostic(_ primary: String, _ secondary: [String]) -> Diagnostic {
    Diagnostic(
      .syntax, "some\u{200B}thing is wrong",
      at: .init(source, range(primary), "about \(primary)"),
      secondary: secondary.map { .init(source, range($0), "about \($0)") })
  }

  private func check(_ actual: String, _ expected: String) {
    #expect(Golden.difference(actual, expected + "\n") == nil, "\(actual)")
  }

  @Test func severalLabelsOnOneLine() {
    check(
      TextRenderer().render(diagnostic("three", ["one", "two"])),
      #"""
      error[MTL001]: some\u{200B}thing is wrong
       --> a.mtl:1:13
        |
      1 | one = two + three
        | ---   ---   ^^^^^ about three
        | |     |
        | |     about two
        | about one
      """#)
  }

  /// Lines that go are shown, not those that come after them.
  @Test func wholeLinesAreTakenOut() {
    let seven = range("seven\n")
    check(
      TextRenderer().render(
        Diagnostic(
          .syntax, "wrong", at: .init(source, range("seven"), ""),
          helps: [.init("leave it out", edits: [.init(seven, "")])])),
      #"""
      error[MTL001]: wrong
       --> a.mtl:4:1
        |
      4 | seven
        | ^^^^^
      help: leave it out
        |
      4 - seven
      """#)
  }

  @Test func linesApartAndWideCharacters() {
    check(
      TextRenderer().render(diagnostic("five", ["one", "ten", "seven"])),
      #"""
      error[MTL001]: some\u{200B}thing is wrong
       --> a.mtl:2:9
        |
      1 | one = two + three
        | --- about one
      2 |     four 五 five
        |             ^^^^ about five
      3 | six
      4 | seven
        | ----- about seven
      5 | eight
      6 | nine\u{202E} ten
        |              --- about ten
      """#)
  }

  @Test func severalFilesAndLines() {
    let other = SourceText(name: "b.mtl", "other text\n")
    let diagnostic = Diagnostic(
      .syntax, "wrong", at: .init(source, SourceRange(6, 26), "all of it"),
      secondary: [.init(other, SourceRange(6, 10), "and this")], notes: ["one\ntwo"],
      helps: [.init("advice")], severity: .warning)
    check(
      TextRenderer().render(diagnostic),
      """
      warning[MTL001]: wrong
       --> a.mtl:1:7
        |
      1 | one = two + three
        |       ^^^^^^^^^^^
      2 |     four 五 five
        |     ^^^^^^^ all of it
       ::: b.mtl:1:7
        |
      1 | other text
        |       ---- and this
        |
        = note: one
                two
      help: advice
      """)
  }

  @Test func endlessLine() {
    let long = SourceText(name: "c.mtl", String(repeating: "word ", count: 100_000))
    let diagnostic = Diagnostic(
      .syntax, "wrong", at: .init(long, SourceRange(250_000, 250_004), "here"),
      helps: [.init("edit", edits: [.init(SourceRange(250_000, 250_004), "name")])])
    let text = TextRenderer().render(diagnostic)
    #expect(text.split(separator: "\n").allSatisfy { $0.count < 160 })
    #expect(text.contains("^^^^ here") && text.contains("~~~~"))
  }

  @Test func colours() {
    let text = TextRenderer(style: .colored).render(diagnostic("one", []))
    #expect(text.contains("\u{1B}[1;31merror[MTL001]\u{1B}[0m"))
    #expect(text.contains("\u{1B}[1;31m^^^\u{1B}[0m"))
  }

  @Test func conciseLines() {
    check(
      ConciseRenderer().render([diagnostic("five", []), diagnostic("one", [])]),
      #"""
      a.mtl:2:9: error[MTL001] some\u{200B}thing is wrong
      a.mtl:1:1: error[MTL001] some\u{200B}thing is wrong
      """#)
  }

  @Test func json() {
    let diagnostic = Diagnostic(
      .badNumber, "a \"b\"\u{7}", at: .init(source, SourceRange(0, 3)), notes: ["n"],
      helps: [.init("h", edits: [.init(SourceRange(0, 1), "x")], isSafe: true)])
    #expect(JSONRenderer().render([]) == "[]\n")
    let place = #""line": 1, "column": 1, "end_line": 1, "end_column": 4"#
    check(
      JSONRenderer().render([diagnostic]),
      #"""
      [
        {"code": "MTL003", "name": "bad-number", "severity": "error", "message": "a \"b\"\u0007", "file": "a.mtl", \#(place), "labels": [{"file": "a.mtl", \#(place), "text": "", "primary": true}], "notes": ["n"], "helps": [{"text": "h", "safe": true, "edits": [{"line": 1, "column": 1, "end_line": 1, "end_column": 2, "replacement": "x"}]}]}
      ]
      """#)
  }

  @Test func nearNames() {
    let layers = ["dense", "dropout", "batch_norm", "relu", "reshape"]
    #expect(NearName.best(for: "dnese", among: layers) == "dense")
    #expect(NearName.best(for: "BatchNorm", among: layers) == "batch_norm")
    #expect(NearName.best(for: "attention", among: layers) == nil)
    #expect(NearName.candidates(for: "r_lu", among: layers) == ["relu"])
    #expect(NearName.candidates(for: "ab", among: ["ac", "ad", "xx", "ae", "af"]).count == 3)
    #expect(NearName.best(for: "ab", among: ["ac", "ad"]) == nil)
  }
}
