import MTLSemantics
import MTLSource
import MTLSyntax
import Testing

/// Every code has a page, and its specs do what the page says.
struct ExplainTests {
  @Test func pagesAreThoseOfAllCodes() {
    #expect(ExplainPages.all.map { $0.code } == DiagnosticCode.allCases)
  }

  @Test(arguments: ExplainPages.all)
  func wrongGivesTheDiagnosticAlone(_ page: ExplainPage) throws {
    let found = try findings(of: page.wrongSource, page)
    #expect(found.map { $0.code } == [page.code], "\(found.map { $0.brief })")
  }

  @Test(arguments: ExplainPages.all)
  func rightGivesNone(_ page: ExplainPage) throws {
    let found = try findings(of: SourceText(name: "right.mtl", page.right), page)
    #expect(found.filter { $0.code != .cannotTrainYet }.map { $0.brief } == [])
  }

  @Test(arguments: ExplainPages.all)
  func isWritten(_ page: ExplainPage) {
    #expect(page.text.hasSuffix(".") && page.text.count > 60)
    #expect(page.wrong.hasSuffix("\n") && page.right.hasSuffix("\n"))
    #expect(page.wrong != page.right || !page.files.isEmpty)
  }

  private func findings(of source: SourceText, _ page: ExplainPage) throws -> [Diagnostic] {
    page.files.isEmpty
      ? Findings.checking(source) : try Findings.loading(source, files: page.files)
  }
}

extension ExplainPage: CustomTestStringConvertible {
  package var testDescription: String { code.name }

  /// The wrong spec as a file: what a text cannot hold or should not be is put in.
  fileprivate var wrongSource: SourceText {
    switch code {
    case .textTooLong:
      let filling = [UInt8](repeating: 0x20, count: Lexer.longestText)
      return SourceText(name: "wrong.mtl", bytes: Array(wrong.utf8) + filling)
    case .invalidUtf8:
      let parts = wrong.split(separator: "\\xE9", omittingEmptySubsequences: false)
      let bytes = parts.map { Array($0.utf8) }.joined(separator: [0xE9])
      return SourceText(name: "wrong.mtl", bytes: Array(bytes))
    default: return SourceText(name: "wrong.mtl", wrong)
    }
  }
}
