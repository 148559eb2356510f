import MTLSource
import MTLSyntax
import Testing

/// What a text of the largest sizes costs; the times hold in the release configuration only.
struct SpeedTests {
  private static let lines = [
    "task head(trunk) for torque in arm.labels {", "    dense(width) -> relu -> dropout(0.1)",
    "    loss   mse(torque, where: arm.valid == 1) + 0.5 * mae(torque)", "    metric r2, mae",
    "}", "",
  ]

  private static func text(_ count: Int) -> String {
    String(repeating: lines.joined(separator: "\n") + "\n", count: count / lines.count)
  }

  @Test func readsAndFormatsManyLines() throws {
    let source = SourceText(name: "many.mtl", Self.text(99_996))
    let clock = ContinuousClock()
    var formatted: String?
    let parsing = clock.measure { formatted = Formatter.format(SyntaxTree.parse(source)) }
    #expect(formatted?.utf8.count ?? 0 > 3_000_000)
    #if !DEBUG
      #expect(parsing < .seconds(1), "took \(parsing)")
    #endif
  }

  @Test func refusesOneEndlessLine() {
    let source = SourceText(name: "long.mtl", bytes: Array(repeating: 0x61, count: 100 << 20))
    let clock = ContinuousClock()
    var diagnostics: [Diagnostic] = []
    let parsing = clock.measure { diagnostics = SyntaxTree.parse(source).diagnostics }
    #expect(diagnostics.map { $0.code } == [.textTooLong])
    #expect(parsing < .seconds(1))
  }

  @Test(arguments: ["$ ", "(", "{", "/* ", "a ", "\"", "f(", "#\n", "/*\n", "[1\n", "- ", "a,\n"])
  func isLinearOnHostileText(_ piece: String) {
    let count = (1 << 20) / piece.utf8.count
    let source = SourceText(name: "hostile.mtl", String(repeating: piece, count: count))
    let clock = ContinuousClock()
    let time = clock.measure {
      let diagnostics = SyntaxTree.parse(source).diagnostics
      _ = TextRenderer().render(Array(diagnostics.prefix(20)))
    }
    #expect(time < .seconds(10), "took \(time)")
  }
}
