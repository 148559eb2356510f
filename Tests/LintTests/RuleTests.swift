import MTL
import MTLLint
import MTLSemantics
import MTLSource
import MTLSyntax
import Testing

/// Every rule against the specs of its own page.
@Suite struct RuleTests {
  /// The names of all rules, one case each.
  static let names = Rules.all.map { $0.identity.name }

  @Test func codesAreSortedAndUnique() {
    let numbers = Rules.all.map { $0.identity.number }
    #expect(numbers == numbers.sorted())
    #expect(Set(numbers).count == numbers.count)
    let codes = Set(DiagnosticCode.allCases.map { $0.rawValue })
    #expect(codes.isDisjoint(with: numbers))
    let names = Self.names + DiagnosticCode.allCases.map { $0.name }
    #expect(Set(names).count == names.count)
  }

  @Test(arguments: names) func badSpecHasOneMistake(_ name: String) throws {
    let rule = try #require(Rules.rule(called: name))
    let found = try Lint.of(rule.page.bad, files: rule.page.files, selecting: rule)
    #expect(!found.isEmpty)
    #expect(Set(found.map { $0.identity }) == [rule.identity])
  }

  @Test(arguments: names) func goodSpecHasNone(_ name: String) throws {
    let rule = try #require(Rules.rule(called: name))
    let found = try Lint.of(rule.page.good, files: rule.page.files, selecting: rule)
    #expect(found.map { $0.brief } == [])
  }

  @Test(arguments: names) func fixMakesTheGoodSpec(_ name: String) throws {
    let rule = try #require(Rules.rule(called: name))
    let found = try Lint.of(rule.page.bad, files: rule.page.files, selecting: rule)
    let edits = found.compactMap { $0.fix(allowsUnsafe: true) }
    guard let safety = rule.fix else {
      #expect(edits.isEmpty, "the rule has edits and says that it has none")
      return
    }
    #expect(!edits.isEmpty)
    #expect(edits.allSatisfy { $0.isSafe == (safety == .safe) })
    let fixed = Fixer.apply(found, to: found[0].primary.source, allowsUnsafe: true).text
    #expect(fixed.text(SourceRange(0, fixed.bytes.count)) == rule.page.good)
    if safety == .safe {
      let files = rule.page.files
      #expect(
        try Lint.meaning(of: rule.page.bad, files: files)
          == Lint.meaning(of: rule.page.good, files: files))
    }
  }

  @Test(arguments: names) func pageIsWritten(_ name: String) throws {
    let page = try #require(Rules.rule(called: name)).page
    #expect(page.what.hasSuffix("."))
    #expect(page.why.hasSuffix("."))
  }

  @Test(arguments: names) func messagesKeepTheStyle(_ name: String) throws {
    let rule = try #require(Rules.rule(called: name))
    for found in try Lint.of(rule.page.bad, files: rule.page.files, selecting: rule) {
      #expect(!found.message.hasSuffix("."))
      #expect(found.message.first.map { $0.isLowercase || $0 == "`" || $0.isNumber } ?? false)
    }
  }
}
