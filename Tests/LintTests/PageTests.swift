import Foundation
import MTLFormats
import MTLLint
import MTLTestSupport
import Testing

/// What README.md and grammar.md say of lint is what it does.
@Suite struct PageTests {
  private static let root = Corpus(besideFile: #filePath, folder: "../..").root

  private static func text(_ name: String) -> String {
    String(
      decoding: FileManager.default.contents(atPath: root + "/" + name) ?? Data(), as: UTF8.self)
  }

  @Test func theTableOfRulesIsPrintedFromThem() throws {
    let page = Self.text("grammar.md")
    let start = try #require(page.range(of: "<!-- rules -->\n")).upperBound
    let stop = try #require(page.range(of: "<!-- end of the rules -->\n")).lowerBound
    let wanted = "\n" + Rules.markdown + "\n"
    if Golden.isUpdating {
      let updated = page[..<start] + wanted + page[stop...]
      try Data(updated.utf8).write(to: URL(fileURLWithPath: Self.root + "/grammar.md"))
    } else {
      #expect(Golden.difference(String(page[start..<stop]), wanted) == nil)
    }
  }

  @Test func readmeCountsTheRules() {
    #expect(Self.text("README.md").contains("exits with 1. \(Rules.all.count) rules look"))
  }

  @Test func theConfigurationOfReadmeIsRead() throws {
    let block = try #require(
      Self.text("README.md").components(separatedBy: "```toml\n").dropFirst().first)
    let text = block.components(separatedBy: "```")[0]
    var configuration = LintConfiguration()
    try configuration.read(TOMLReader.read(Array(text.utf8), file: "mtl.toml"), file: "mtl.toml")
    #expect(configuration.settings.requiresReasons)
    #expect(configuration.excludes("drafts/new.mtl"))
  }

  @Test func aTableThatIsWrittenAsAValueIsCalledOne() {
    let text = Array("[lint]\nseverity = \"error\"\n".utf8)
    #expect {
      var configuration = LintConfiguration()
      try configuration.read(TOMLReader.read(text, file: "mtl.toml"), file: "mtl.toml")
    } throws: {
      "\($0)".hasPrefix("mtl.toml:2:1: `lint.severity` is a table: a line `[lint.severity]`")
    }
  }

  @Test func readmeNamesEveryFormat() {
    for format in ReportFormats.all { #expect(Self.text("README.md").contains(format.name)) }
  }
}
