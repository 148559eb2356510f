import Foundation
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

  #if DEBUG
    private let isOptimised = false
  #else
    private let isOptimised = true
  #endif

  /// The processor's time that work takes on this thread, whatever else the machine does.
  private func seconds(_ work: () -> Void) -> Double {
    let start = Self.threadTime()
    work()
    return Self.threadTime() - start
  }

  private static func threadTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  @Test func readsAndFormatsManyLines() {
    let text = Self.text(isOptimised ? 99_996 : 6_000)
    let source = SourceText(name: "many.mtl", text)
    var tree: SyntaxTree?
    var formatted: String?
    let parsing = seconds { tree = SyntaxTree.parse(source) }
    let formatting = seconds { formatted = tree.flatMap { Formatter.format($0) } }
    #expect(formatted == String(text.dropLast()))
    #expect(parsing + formatting < 1, "took \(parsing) and \(formatting) seconds")
  }

  @Test func refusesOneEndlessLine() {
    let source = SourceText(
      name: "long.mtl", bytes: Array(repeating: 0x61, count: isOptimised ? 100 << 20 : 8 << 20))
    var diagnostics: [Diagnostic] = []
    let parsing = seconds { diagnostics = SyntaxTree.parse(source).diagnostics }
    #expect(diagnostics.map { $0.code } == [.textTooLong])
    #expect(parsing < 5)
  }

  @Test(arguments: ["$ ", "(", "{", "/* ", "a ", "\"", "f(", "#\n", "/*\n", "[1\n", "- ", "a,\n"])
  func isLinearOnHostileText(_ piece: String) {
    let count = (isOptimised ? 1 << 20 : 1 << 16) / piece.utf8.count
    let source = SourceText(name: "hostile.mtl", String(repeating: piece, count: count))
    let time = seconds {
      let diagnostics = SyntaxTree.parse(source).diagnostics
      _ = TextRenderer().render(Array(diagnostics.prefix(20)))
    }
    #expect(time < 20, "took \(time) seconds")
  }
}
