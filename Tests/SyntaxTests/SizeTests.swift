import Foundation
import MTLSource
import MTLSyntax
import Testing

/// Texts of the largest sizes end in a result, whatever they hold; how long that takes is measured in
/// the benchmarks.
struct SizeTests {
  @Test func refusesOneEndlessLine() {
    let source = SourceText(name: "long.mtl", bytes: Array(repeating: 0x61, count: 100 << 20))
    #expect(SyntaxTree.parse(source).diagnostics.map { $0.code } == [.textTooLong])
  }

  @Test(arguments: ["$ ", "(", "{", "/* ", "a ", "\"", "f(", "#\n", "/*\n", "[1\n", "- ", "a,\n"])
  func endsOnHostileText(_ piece: String) {
    let count = (1 << 16) / piece.utf8.count
    let source = SourceText(name: "hostile.mtl", String(repeating: piece, count: count))
    let diagnostics = SyntaxTree.parse(source).diagnostics
    #expect(!diagnostics.isEmpty)
    #expect(!TextRenderer().render(Array(diagnostics.prefix(20))).isEmpty)
  }
}
