import MTL
import MTLLint
import MTLSource

/// `mtl lint`: mistakes in specs that are right.
enum LintCommand: Command {
  static let name = "lint"
  static let summary = "Look for mistakes in specs that are right as far as they go"
  static let operands = "[PATH...]"
  static let operandCount = 0...Int.max
  static let options: [CommandOption] =
    [
      .value("select", "RULES", "look for these alone: codes, names, `MTL3`, `losses`, `ALL`"),
      .value("extend-select", "RULES", "look for these too"),
      .value("ignore", "RULES", "do not look for these"),
      .flag("preview", "look for what rules in preview find too"),
      .value(
        "fail-on", "LEVEL",
        "exit with 1 from which severity on: error, warning (default), note, never"),
      .flag("fix", "make the edits that change nothing that is trained"),
      .flag("unsafe-fixes", "make those that change numbers too"),
      .flag("diff", "print what edits would change, and change nothing"),
      .value("config", "FILE", "read this file instead of the nearest `mtl.toml`"),
      .flag("isolated", "read no `mtl.toml`"),
      .value("stdin-filename", "NAME", "what standard input, `-`, is called"),
      .flag("force-exclude", "pass over excluded files though they are named"),
      .flag("data", "read the data too, for the rules that need them"),
    ] + RunOptions.dataOptions

  static func run(_ arguments: CommandLineArguments) throws(Failure) -> ExitCode {
    let options = try LintOptions(arguments)
    let level = try arguments.text("fail-on").map { (text) throws(Failure) in try self.level(text) }
    let files = try LintJob.run(arguments.operands, options)
    let diagnostics = files.flatMap { $0.result.diagnostics }
    if arguments.has("diff") {
      for file in files where file.isChanged {
        Terminal.raw(
          UnifiedDiff.text(
            from: file.original.bytes, to: file.text.bytes, path: file.original.name))
      }
      return files.contains { $0.isChanged } ? .inputAtFault : .fine
    }
    try LintFileWriter.write(files)
    if !diagnostics.isEmpty {
      Terminal.raw(TextRenderer(style: Terminal.style).render(diagnostics))
    }
    return fails(files, level: level) ? .inputAtFault : .fine
  }

  /// Whether a finding is as severe as the one from which on lint fails.
  private static func fails(
    _ files: [LintedFile], level: Diagnostic.Severity??
  ) -> Bool {
    files.contains { file in
      guard let least = level ?? file.failsOn else { return false }
      return file.result.diagnostics.contains { $0.severity >= least }
    }
  }

  private static func level(_ text: String) throws(Failure) -> Diagnostic.Severity? {
    if let level = LintConfiguration.levels[text] { return level }
    throw Failure(
      "`--fail-on` takes `error`, `warning`, `note` or `never`, not `\(text)`", isUsage: true)
  }
}

extension LintOptions {
  /// The options as the command line gives them.
  fileprivate init(_ arguments: CommandLineArguments) throws(Failure) {
    self.init()
    select = try arguments.text("select").map { (text) throws(Failure) in
      try LintOptions.selectors(text)
    }
    extendSelect = try LintOptions.selectors(arguments.text("extend-select") ?? "")
    ignore = try LintOptions.selectors(arguments.text("ignore") ?? "")
    usesPreview = arguments.has("preview")
    configuration = arguments.text("config")
    isIsolated = arguments.has("isolated")
    standardInputName = arguments.text("stdin-filename")
    excludesNamedFiles = arguments.has("force-exclude")
    readsData = arguments.has("data")
    run = try RunOptions(arguments)
    let fixes = arguments.has("fix") || arguments.has("diff")
    fixing = arguments.has("unsafe-fixes") ? .unsafe : fixes ? .safe : .none
  }

  private static func selectors(_ text: String) throws(Failure) -> [RuleSelector] {
    var selectors: [RuleSelector] = []
    for word in text.split(whereSeparator: { ", ".contains($0) }) {
      guard let selector = RuleSelector(String(word)) else {
        throw Failure(RuleSelector.problem(with: String(word)), isUsage: true)
      }
      selectors.append(selector)
    }
    return selectors
  }
}
