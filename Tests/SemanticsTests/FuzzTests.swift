import Foundation
import MTLSemantics
import MTLSource
import MTLSyntax
import MTLTestSupport
import Testing

/// Texts that are changed at random: reading, formatting and checking them breaks no law.
///
/// `FUZZ_INPUTS` sets how many are tried and `FUZZ_SEED` which; `Tests/Fuzz/run.sh` tries far more.
struct FuzzTests {
  private static func setting(_ name: String, _ usual: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? usual
  }

  private static let texts: [[UInt8]] = [
    "Corpus", "../SyntaxTests/Corpus", "../../specs", "../Fuzz/Corpus",
  ].flatMap { Corpus(besideFile: #filePath, folder: $0).files() }
    .filter { !$0.path.hasPrefix("hostile/") }.map { $0.bytes }.filter { $0.count < 4000 }

  @Test(arguments: 0..<4)
  func changedTextsBreakNoLaw(_ part: Int) {
    let seed = Self.setting("FUZZ_SEED", 1) * 4 + part
    var mutator = Mutator(Self.texts, seed: UInt64(truncatingIfNeeded: seed))
    for _ in 0..<Self.setting("FUZZ_INPUTS", 1000) / 4 {
      let source = SourceText(name: "changed.mtl", bytes: mutator.next())
      let start = ContinuousClock.now
      let tree = SyntaxTree.parse(source)
      let problem = Laws.losesText(tree) ?? Laws.formatBreaks(tree)
      _ = Checker.check(tree)
      let text = source.text(SourceRange(0, source.bytes.count))
      if let problem { Issue.record("\(problem): \(text)") }
      let time = ContinuousClock.now - start
      if time > .seconds(10) { Issue.record("\(time) for \(text)") }
    }
  }
}
