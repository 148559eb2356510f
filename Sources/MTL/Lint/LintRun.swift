import Dispatch
import MTLLint
import MTLSemantics
import MTLSource
import MTLSyntax
import Synchronization

/// Lints specs: reads, checks, looks.
package struct LintRun: Sendable {
  package let settings: LintSettings
  /// The rules that the settings let run.
  private let rules: [any Rule.Type]
  /// Whether the data are read too, for the rules that need them.
  package let readsData: Bool
  package let options: RunOptions

  package init(
    settings: LintSettings = LintSettings(), readsData: Bool = false,
    options: RunOptions = RunOptions()
  ) {
    self.settings = settings
    self.readsData = readsData
    self.options = options
    rules = settings.rules(hasData: readsData)
  }

  /// Lints one spec.
  ///
  /// - Parameter folder: Where the paths of its imports and its data are looked up.
  package func lint(_ source: SourceText, folder: String) -> LintResult {
    let tree = SyntaxTree.parse(source)
    let files = ImportedFiles(folder: folder, allowsOutside: options.allowsOutside)
    let program = Program.load(tree, loader: files.load)
    guard readsData else {
      return Linter.lint(
        tree, program, Checker.check(program, describesSteps: false), settings: settings,
        enabled: rules)
    }
    let (result, profile) = Driver.profile(program, specFolder: folder, options: options)
    return Linter.lint(tree, program, result, data: profile, settings: settings, enabled: rules)
  }

  /// A spec with the edits of its findings made, again and again until none is left to make.
  ///
  /// Edits that would leave the text with an error that it did not have are left out.
  ///
  /// - Parameter allowsUnsafe: Whether edits that change numbers are made too.
  package func fix(
    _ source: SourceText, folder: String, allowsUnsafe: Bool
  ) -> (text: SourceText, result: LintResult, applied: Int) {
    var text = source
    var result = lint(source, folder: folder)
    let errors = result.errorCount
    let isFormatted =
      Formatter.format(SyntaxTree.parse(source)).map { Array($0.utf8) } == source.bytes
    var count = 0
    /// The text with the edits of some findings, where they bring no new error.
    func edited(by findings: [Diagnostic]) -> (text: SourceText, result: LintResult, count: Int)? {
      let (edited, applied) = Fixer.apply(findings, to: text, allowsUnsafe: allowsUnsafe)
      guard applied > 0 else { return nil }
      let fixed = isFormatted ? LintRun.formatted(edited) : edited
      let next = lint(fixed, folder: folder)
      return next.errorCount <= errors ? (fixed, next, applied) : nil
    }
    for _ in 0..<LintRun.mostRounds {
      let fixable = result.diagnostics.filter { $0.fix(allowsUnsafe: allowsUnsafe) != nil }
      guard !fixable.isEmpty else { break }
      var next = edited(by: fixable)
      if next == nil {
        // One of them is at fault: the others are made without it.
        let good = fixable.prefix(LintRun.mostTrials).filter { edited(by: [$0]) != nil }
        next = edited(by: good) ?? good.first.flatMap { edited(by: [$0]) }
      }
      guard let next else { break }
      (text, result) = (next.text, next.result)
      count += next.count
    }
    return (text, result, count)
  }

  /// The most rounds of edits.
  private static let mostRounds = 10
  /// The most edits that are tried one by one.
  private static let mostTrials = 100

  private static func formatted(_ source: SourceText) -> SourceText {
    Formatter.format(SyntaxTree.parse(source)).map { SourceText(name: source.name, $0) } ?? source
  }
}

extension LintResult {
  /// The number of errors.
  package var errorCount: Int { diagnostics.count { $0.severity == .error } }
}
