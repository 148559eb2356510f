import MTLSemantics
import MTLSource
import MTLSyntax
import MTLTestSupport

/// What is tried with one input: it is read, formatted, checked and its mistakes are drawn.
enum Trial {
  /// The law that an input breaks, if it breaks one.
  static func problem(_ bytes: [UInt8]) -> String? {
    let tree = SyntaxTree.parse(SourceText(name: "input.mtl", bytes: bytes))
    if let problem = Laws.losesText(tree) ?? Laws.formatBreaks(tree) { return problem }
    let result = Checker.check(tree)
    _ = TextRenderer().render(Array(result.diagnostics.prefix(10)))
    return nil
  }
}
