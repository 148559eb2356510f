import MTLFormats
import Testing

/// The reader of settings.
@Suite struct TOMLTests {
  /// A file's settings, each on a line with its place.
  private func read(_ text: String) throws(FormatError) -> [String] {
    try TOMLReader.read(Array(text.utf8), file: "x.toml").map { entry in
      "\(entry.line):\(entry.column) \(entry.path.joined(separator: "|")) = \(shown(entry.value))"
    }
  }

  private func shown(_ value: TOMLValue) -> String {
    switch value {
    case .text(let text): "'\(text)'"
    case .integer(let number): "\(number)"
    case .flag(let flag): "\(flag)"
    case .list(let values): "[" + values.map { shown($0) }.joined(separator: ",") + "]"
    }
  }

  static let settings: [(String, [String])] = [
    ("", []), ("\n\n  # only a comment", []), ("\u{FEFF}", []), ("\r\n\t\r\n", []),
    ("a = 1", ["1:1 a = 1"]), ("\u{FEFF}a = 1", ["1:1 a = 1"]),
    ("  a=true # why\nb = false", ["1:3 a = true", "2:1 b = false"]),
    (
      "a = +17\nb = -3\nc = 1_000\nd = 0",
      ["1:1 a = 17", "2:1 b = -3", "3:1 c = 1000", "4:1 d = 0"]
    ),
    ("a = 9223372036854775807", ["1:1 a = 9223372036854775807"]),
    (#"a = "x \" \\ \n\t\u00e9\U0001F600""#, ["1:1 a = 'x \" \\ \n\té😀'"]),
    (#"a = 'x \n "y"'"#, [#"1:1 a = 'x \n "y"'"#]), ("a = \"\"", ["1:1 a = ''"]),
    ("a = []", ["1:1 a = []"]), ("a = [1, 'b', [true,],]", ["1:1 a = [1,'b',[true]]"]),
    ("a = [ # first\n  1, # one\n\n  2\n]\nb = 3", ["1:1 a = [1,2]", "6:1 b = 3"]),
    ("a.b . c = 1", ["1:1 a|b|c = 1"]),
    (#""a.b".'c d'."" = 1"#, ["1:1 a.b|c d| = 1"]),
    ("1 = 2\n- = 3\nTrue_4-x = 5", ["1:1 1 = 2", "2:1 - = 3", "3:1 True_4-x = 5"]),
    ("[a]\nb = 1\n[ a . \"c.d\" ]  # more\ne = 2\n[f]", ["2:1 a|b = 1", "4:1 a|c.d|e = 2"]),
    ("[a.b]\nc = 1\n[a]\nd = 2", ["2:1 a|b|c = 1", "4:1 a|d = 2"]),
    ("a.b = 1\na.c = 2\n[d]\nb.e = 3", ["1:1 a|b = 1", "2:1 a|c = 2", "4:1 d|b|e = 3"]),
    (
      "a = 1\r\n[t]\r\n# x\r\nb = 'é' # ü\r\n  c = 2",
      ["1:1 a = 1", "4:1 t|b = 'é'", "5:3 t|c = 2"]
    ),
  ]

  @Test(arguments: settings) func settingsAreRead(_ text: String, _ settings: [String]) throws {
    #expect(try read(text) == settings)
  }

  static let mistakes = [
    ("a", "1:2: `=` is missing"), ("a 1", "1:3: `=` is missing"), ("= 1", "1:1: a name is missing"),
    ("a. = 1", "1:4: a name is missing"), (".a = 1", "1:1: a name is missing"),
    ("é = 1", "1:1: a name is missing"), ("a\n= 1", "1:2: `=` is missing"),
    ("a =", "1:4: a value is missing"), ("a = # x", "1:5: a value is missing"),
    ("a = \nb = 1", "1:5: a value is missing"), ("a = b", "1:5: `b` is no value"),
    ("a = True", "1:5: `True` is no value; texts stand in quotes"),
    ("a = 1.5", "1:5: `1.5` is no value"), ("a = 0x1F", "1:5: `0x1F` is no value"),
    ("a = 1979-05-27T07:32:00Z", "1:5: `1979-05-27T07:32:00Z` is no value"),
    ("a = 99999999999999999999", "1:5: `99999999999999999999` is no value"),
    ("a = 01", "1:5: `01`"), ("a = 1__0", "1:5: `1__0`"), ("a = _1", "1:5: `_1`"),
    ("a = 1_", "1:5: `1_`"), ("a = +", "1:5: `+`"), ("a = ++1", "1:5: `++1`"),
    ("a = 1 2", "1:7: the line should end here"), ("a = 'x' y", "1:9: the line should end"),
    ("a = 1\rb = 2", "1:6: the line should end here"), ("[a] b = 1", "1:5: the line should end"),
    ("a = {b = 1}", "1:5: tables on one line are not read here"),
    ("[[a]]", "1:2: lists of tables are not read here"), ("[a", "1:3: `]` is missing"),
    ("[]", "1:2: a name is missing"), ("[a.]", "1:4: a name is missing"),
    ("a = [1 2]", "1:8: a comma or `]` is missing"), ("a = [1", "1:7: a comma or `]` is missing"),
    ("a = [,]", "1:6: a value is missing"), ("a = [\n1,\n", "3:1: a value is missing"),
    ("a = 'x", "1:7: the text does not end"),
    ("a = \"x\ny\"", "1:7: the text does not end on its line"),
    ("a = 'x\r\n'", "1:7: the text does not end on its line"),
    ("a = \"x\\", "1:8: the text does not end"),
    ("a = \"\"\"x\"\"\"", "1:7: texts over several lines are not read here"),
    ("a = '''x'''", "1:7: texts over several lines"),
    ("a = \"\\x\"", "1:6: there is no escape `\\x`"),
    ("a = \"\\u12\"", "1:6: `\\u12` is no character's"),
    ("a = \"é\\uD800\"", "1:7: `\\uD800` is no character's number"),
    ("a = \"\\u+123\"", "1:6: `\\u` is no character's"),
    ("a = \"\\UFFFFFFFF\"", "1:6: `\\UFFFFFFFF` is no character's"),
    ("a = '\u{1}'", "1:6: a control character"), ("a = 1 # \u{7F}", "1:9: a control character"),
    ("\n\n  a = 1\na = 2", "4:1: `a` is set twice"),
    ("a.b = 1\n\"a\".'b' = 2", "2:1: `a.b` is set"),
    ("[a]\n[b]\n[a]", "3:1: the table `a` stands twice"),
    ("a = 1\n[a]", "2:1: `a` is a value, not a table"), ("a = 1\na.b = 2", "2:1: `a` is a value"),
    ("a = 1\n[a.b]", "2:1: `a` is a value"), ("a.b = 1\na = 2", "2:1: `a` is a table, not a value"),
    ("[a.b]\n[a]\nb = 1", "3:1: `a.b` is a table, not a value"),
    ("a.b = 1\n[a]", "2:1: the table `a` stands twice"),
    ("[a.b]\nc = 1\n[a]\nb.d = 2", "4:1: the table `a.b` stands twice"),
    ("a = \(String(repeating: "[", count: 17))", "1:21: lists stand too deep in each other"),
    (
      Array(repeating: "a", count: 17).joined(separator: ".") + " = 1",
      "1:34: the name has too many"
    ),
  ]

  @Test(arguments: mistakes) func mistakesHaveTheirPlace(_ text: String, _ message: String) throws {
    let error = #expect(throws: FormatError.self) { try read(text) }
    #expect(
      error?.description.hasPrefix("x.toml:" + message) ?? false, "\(error?.description ?? "")")
  }

  @Test func filesThatAreNoTextAreRefused() {
    func message(_ bytes: [UInt8]) -> String? {
      #expect(throws: FormatError.self) { try TOMLReader.read(bytes, file: "x") }?.description
    }
    #expect(message([0x61, 0xFF]) == "x: the file is not UTF-8 text")
    #expect(
      message(Array(repeating: 0x0A, count: TOMLReader.sizeLimit + 1)) == "x: the file is too large"
    )
  }

  /// Whatever the bytes are, the reader answers with settings or with one error about a place in them.
  @Test func randomTextsNeverCrash() {
    let pieces = [
      "a", "b.c", "=", " ", "\n", "\r\n", "\r", "[", "]", ",", "\"", "'", "\\", "\\u", "1", "true",
      "#",
      ".", "{", "é", "\u{0}", "\u{FEFF}", "_", "+",
    ]
    var random = SeededGenerator(seed: 6)
    for _ in 0..<10_000 {
      let count = Int.random(in: 0..<16, using: &random)
      let text = (0..<count).compactMap { _ in pieces.randomElement(using: &random) }.joined()
      check(Array(text.utf8))
    }
    for _ in 0..<2_000 {
      let count = Int.random(in: 0..<40, using: &random)
      check((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
    }
  }

  private func check(_ bytes: [UInt8]) {
    do throws(FormatError) {
      let entries = try TOMLReader.read(bytes, file: "x")
      #expect(Set(entries.map { $0.path }).count == entries.count)
    } catch {
      let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      guard let line = error.line, let column = error.column else { return }
      #expect((1...lines.count).contains(line) && (1...bytes.count + 1).contains(column))
    }
  }
}
