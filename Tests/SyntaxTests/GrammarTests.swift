import Foundation
import MTLSource
import MTLSyntax
import Testing

/// `grammar.md` says what the code does: its tables, its productions and its examples.
struct GrammarTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static let page = read("grammar.md")

  private static func read(_ path: String) -> String {
    let data = FileManager.default.contents(atPath: root.appendingPathComponent(path).path)
    return String(decoding: data ?? Data(), as: UTF8.self)
  }

  /// The blocks between fences of a kind.
  private static func blocks(_ kind: String) -> [String] {
    page.components(separatedBy: "```" + kind + "\n").dropFirst().map {
      $0.components(separatedBy: "\n```").first ?? ""
    }
  }

  /// What stands in backquotes in a table row that begins with some text.
  private static func quoted(row: String) -> [String] {
    let line = page.split(separator: "\n").first { $0.hasPrefix("| " + row) } ?? ""
    let cell = line.dropFirst(row.first == "`" ? 2 : row.count + 2)
    return cell.split(separator: "`").map(String.init).filter { !$0.contains(" ") && $0 != "|" }
  }

  private static let productions: [String] = blocks("ebnf").flatMap { block in
    block.split(separator: "\n").compactMap { line in
      line.first.map { $0.isLetter } == true ? String(line.prefix { $0.isLetter }) : nil
    }
  }

  /// The names of productions that functions of the parser say they read.
  private static let functions: [String] = {
    let folder = "Sources/MTLSyntax/Parser"
    let path = root.appendingPathComponent(folder).path
    let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return files.sorted().flatMap { file in
      read(folder + "/" + file).split(separator: "\n").compactMap { line in
        let text = line.drop { $0 == " " }
        guard text.hasPrefix("/// "), let colon = text.firstIndex(of: ":") else { return nil }
        let word = text[..<colon].dropFirst(4)
        return word.allSatisfy { $0.isLowercase } ? String(word) : nil
      }
    }
  }()

  @Test func everyProductionIsAFunction() {
    #expect(Self.productions.count == 48)
    #expect(Self.productions.sorted() == Self.functions.sorted())
  }

  @Test func listsTheWordsOfTheLexer() {
    #expect(Self.quoted(row: "a declaration begins") == Word.declarations.map { $0.rawValue })
    #expect(Self.quoted(row: "a line of a data block") == Word.dataLines.map { $0.rawValue })
    #expect(Self.quoted(row: "a line of a body") == Word.bodyLines.map { $0.rawValue })
    #expect(Self.quoted(row: "two parts are joined") == Word.joints.map { $0.rawValue })
    #expect(Self.quoted(row: "`and") == Word.reserved.map { $0.rawValue })
    let listed = [Word.reserved, Word.declarations, Word.dataLines, Word.bodyLines, Word.joints]
    #expect(Set(listed.joined()) == Set(Word.allCases))
  }

  @Test func listsTheSignsOfTheLexer() {
    let table = Self.page.components(separatedBy: "| signs |").dropFirst().first ?? ""
    let rows = (table.components(separatedBy: "\n\n").first ?? "").split(separator: "\n").dropFirst(
      2)
    let signs = rows.flatMap { row in
      (row.dropFirst(2).components(separatedBy: " | ").first ?? "").split(separator: "`")
        .map(String.init).filter { $0 != " " }
    }
    #expect(Set(signs) == Set(Symbol.allCases.map { $0.rawValue }))
    #expect(signs.count == Symbol.allCases.count)
  }

  @Test func everyExampleParses() {
    #expect(Self.blocks("mtl").count >= 2)
    for example in Self.blocks("mtl") {
      let tree = SyntaxTree.parse(SourceText(name: "grammar.md", example + "\n"))
      #expect(tree.diagnostics.map { $0.brief } == [])
      #expect(Formatter.format(tree) == example + "\n")
    }
  }
}
