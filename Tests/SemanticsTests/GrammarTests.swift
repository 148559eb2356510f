import Foundation
import MTLCatalogue
import MTLSource
import MTLSyntax
import MTLTestSupport
import Testing

@testable import MTLSemantics

/// `grammar.md` says what the checker and the catalogue do.
struct GrammarTests {
  private static let path = Corpus(besideFile: #filePath, folder: "../..").root + "/grammar.md"
  private static let begin = "<!-- catalogue -->\n"
  private static let end = "<!-- end of the catalogue -->\n"

  private static func page() -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }

  @Test func catalogueIsPrintedFromTheDeclarations() throws {
    let page = Self.page()
    let start = try #require(page.range(of: Self.begin)).upperBound
    let stop = try #require(page.range(of: Self.end)).lowerBound
    let wanted = "\n" + CataloguePage.markdown + "\n"
    if Golden.isUpdating {
      let updated = page[..<start] + wanted + page[stop...]
      try Data(updated.utf8).write(to: URL(fileURLWithPath: Self.path))
    } else {
      #expect(Golden.difference(String(page[start..<stop]), wanted) == nil)
    }
  }

  @Test func everyExampleIsRight() throws {
    for example in Self.page().components(separatedBy: "```mtl\n").dropFirst() {
      let text = (example.components(separatedBy: "\n```").first ?? "") + "\n"
      let found = Findings.checking(SourceText(name: "grammar.md", text))
      #expect(found.filter { $0.severity != .note }.map { $0.brief } == [])
    }
  }

  /// The words in the first column of the table whose head begins with some text.
  private static func words(ofTable head: String) -> [String] {
    let table = page().components(separatedBy: "| \(head)").dropFirst().first ?? ""
    let rows = (table.components(separatedBy: "\n\n").first ?? "").split(separator: "\n")
    return rows.dropFirst(2).compactMap { row in
      row.split(separator: "`").dropFirst().first.map(String.init)
    }
  }

  @Test func listsTheSettings() {
    #expect(Self.words(ofTable: "word of `train`").sorted() == TrainingReader.words.sorted())
    #expect(Self.words(ofTable: "word of `compare`") == Checker.comparisonWords)
    #expect(Self.words(ofTable: "word of `tune`") == Checker.tuningWords)
  }

  @Test func listsTheFunctions() {
    let lines = Self.page().split(separator: "\n").filter {
      $0.hasPrefix("| function")
    }
    let words = lines.flatMap { line in
      line.split(separator: "`").enumerated().filter { $0.offset % 2 == 1 }.map {
        String($0.element)
      }
    }
    #expect(words.sorted() == RowExpression.Function.allCases.map { $0.rawValue }.sorted())
  }

  @Test func listsTheLimits() {
    let limits = [
      ("bytes of a text", Lexer.longestText),
      ("files that a spec imports", ImportResolver.fileLimit),
      ("columns of a data set", ColumnSpan.limit), ("members of a family", Checker.memberLimit),
      ("steps, blocks and repetitions unfolded", BodyResolver.stepLimit),
      ("blocks and bodies inside each other", BodyResolver.depthLimit),
      ("diagnostics of a spec", SyntaxTree.mostDiagnostics),
    ]
    let page = Self.page().filter { $0 != "," }
    for (what, limit) in limits {
      #expect(page.contains("| \(what.filter { $0 != "," }) | \(limit) |"))
    }
  }
}
