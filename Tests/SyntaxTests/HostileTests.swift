import MTLSource
import MTLSyntax
import MTLTestSupport
import Testing

/// Texts that are made to be slow, deep or wide: reading takes time that grows with their length.
struct HostileTests {
  /// A text of about 200,000 bytes, called by the piece that it repeats.
  struct Text: Sendable, CustomStringConvertible {
    let head: String
    let piece: [UInt8]

    init(_ piece: String, after head: String = "") {
      self.init(Array(piece.utf8), after: head)
    }

    init(_ piece: [UInt8], after head: String = "") {
      self.head = head
      self.piece = piece
    }

    var description: String {
      VisibleText.escaped(head + String(decoding: piece.prefix(20), as: UTF8.self))
    }

    var source: SourceText {
      let body = repeatElement(piece, count: 200_000 / piece.count).joined()
      return SourceText(name: "hostile.mtl", bytes: Array(head.utf8) + body)
    }
  }

  static let texts: [Text] = [
    Text("{"), Text("}"), Text("([{"), Text("([{}])"), Text("(", after: "const a = "),
    Text("f(", after: "const a = "), Text("- ", after: "const a = "),
    Text("1 + ", after: "const a = "), Text(".b", after: "const a = a"),
    Text("repeat(1) { ", after: "shared a(b.c) {\n"),
    Text("repeat(1) {\n", after: "shared a(b.c) {\n"), Text("relu -> ", after: "shared a(b) {\n"),
    Text(String(repeating: "a\n", count: 900) + ")\nconst a = f(a\n", after: "const a = f(a\n"),
    Text("a\n", after: "const a = f(a\n"), Text("a ", after: "const a = f("),
    Text("fromm x\n", after: "shared a(b.c) {\n"), Text("a 3\n", after: "shared a(b.c) {\n"),
    Text("- b c\n", after: "const a = b\n"), Text("not in b ", after: "const a = b "),
    Text("def x(y)\n"), Text("abcdef ghi\n"), Text("a = b\n"), Text("/*"), Text("\"\"\""),
    Text("'"), Text("`"), Text("; "), Text(";"), Text("\r"), Text("\u{FEFF}"), Text("\u{202E}a"),
    Text("_1", after: "const a = 1"), Text([0]), Text([0xFF]), Text([0xC3, 0x28, 0x0A]),
  ]

  @Test(arguments: texts)
  func areReadInTimeAndKept(_ text: Text) {
    let clock = ContinuousClock()
    let source = text.source
    let start = clock.now
    let tree = SyntaxTree.parse(source)
    #expect(clock.now - start < .seconds(10))
    #expect(Laws.losesText(tree) == nil)
    #expect(tree.diagnostics.count <= SyntaxTree.mostDiagnostics)
  }

  @Test func aRunOfHiddenCharactersIsOneMistake() {
    let source = SourceText(name: "a.mtl", "const a\u{200B}\u{200B}\u{200B}\u{200B} = 1\n")
    #expect(SyntaxTree.parse(source).diagnostics.map { $0.code } == [.hiddenCharacter])
  }

  @Test func columnsCountCharactersInLongLines() {
    let source = SourceText(name: "a.mtl", "a\n" + String(repeating: "é", count: 3000))
    #expect(source.position(of: 2) == (2, 1))
    #expect(source.position(of: 2 + 2 * 2999) == (2, 3000))
    #expect(source.position(of: source.bytes.count) == (2, 3001))
  }
}
