import Foundation
import MTL
import MTLFormats
import MTLLint
import MTLSource

/// `mtl lint`: mistakes in specs that are right.
enum LintCommand: Command {
  static let name = "lint"
  static let summary = "Look for mistakes in specs that check; folders and patterns too"
  static let operands = "[PATH...]"
  static let operandCount = 0...Int.max
  static let options: [CommandOption] =
    [
      .value("select", "RULES", "look for these alone: codes, names, `MTL3`, `losses`, `ALL`"),
      .value("extend-select", "RULES", "look for these too"),
      .value("ignore", "RULES", "do not look for these"),
      .flag("preview", "run the rules in preview too"),
      .value("fail-on", "LEVEL", "exit with 1 from error, warning (default), note or never on"),
      .flag("fix", "make the edits that change nothing that is trained"),
      .flag("unsafe-fixes", "make those that change numbers too"),
      .flag("diff", "print what edits would change, and change nothing"),
      .flag("add-ignore", "write a comment that hides each finding"),
      .value("baseline", "FILE", "be silent on the findings that the file accepts"),
      .value("write-baseline", "FILE", "accept what is found from now on"),
      .flag("statistics", "count the findings of each rule"),
      .value("format", "NAME", ReportFormats.all.map { $0.name }.joined(separator: ", ")),
      .value("output", "FILE", "write the report into a file"),
      .value("config", "FILE", "read this file instead of the nearest `mtl.toml`"),
      .flag("isolated", "read no `mtl.toml`"),
      .value("stdin-filename", "NAME", "what standard input, `-`, is called"),
      .flag("force-exclude", "pass over excluded files though they are named"),
      .flag("data", "read the data too, for the rules that need them"),
    ] + RunOptions.dataOptions

  static func run(_ arguments: CommandLineArguments) throws(Failure) -> ExitCode {
    let output = try LintOutput(arguments)
    let (files, failures, links) = try LintJob.run(
      arguments.operands, try LintOptions(arguments))
    for failure in failures { Tool.report(failure) }
    let code = try finish(files, output, arguments)
    note(passedOver: links)
    return failures.isEmpty ? code : .inputAtFault
  }

  /// Says which links have not been followed.
  private static func note(passedOver links: [String]) {
    guard let first = links.first else { return }
    let others = links.count > 1 ? " and \(NumberText.counted(links.count - 1, "more link"))" : ""
    Terminal.error(
      "passed over `\(VisibleText.escaped(first))`\(others): what leads out of the folder is read with "
        + "`--allow-outside`")
  }

  private static func finish(
    _ files: [LintedFile], _ output: LintOutput, _ arguments: CommandLineArguments
  ) throws(Failure) -> ExitCode {
    if arguments.has("diff") {
      return showEdits(arguments.has("add-ignore") ? files.map { $0.hidingFindings } : files)
    }
    if arguments.has("add-ignore") { return try addIgnores(files) }
    try LintFileWriter.write(files)
    var report = LintReport(version: RunRecord.version)
    for file in files { report.add(file.text, file.result, wasChanged: file.isChanged) }
    if let path = arguments.text("write-baseline") {
      return try write(Baseline(report), to: path)
    }
    try output.applyBaseline(to: &report)
    try output.show(report, fixed: files.reduce(0) { $0 + $1.fixed })
    if arguments.operands.contains("-"), arguments.has("fix") || arguments.has("unsafe-fixes") {
      Terminal.error("help: edits of standard input are printed by `--diff`")
    }
    return output.fails(report, files) ? .inputAtFault : .fine
  }

  private static func showEdits(_ files: [LintedFile]) -> ExitCode {
    for file in files where file.isChanged {
      let (from, to) = (file.original.bytes, file.text.bytes)
      Terminal.raw(UnifiedDiff.text(from: from, to: to, path: file.original.name))
    }
    return files.contains { $0.isChanged } ? .inputAtFault : .fine
  }

  private static func addIgnores(_ files: [LintedFile]) throws(Failure) -> ExitCode {
    let hiding = files.filter { $0.path != "-" }.map { $0.hidingFindings }
    try LintFileWriter.write(hiding)
    let count = hiding.count { $0.isChanged }
    Terminal.error("wrote comments into \(NumberText.counted(count, "spec"))")
    return .fine
  }

  private static func write(_ baseline: Baseline, to path: String) throws(Failure) -> ExitCode {
    do {
      try AtomicFile.write(Array(baseline.text.utf8), to: path)
    } catch {
      throw Failure(error)
    }
    Terminal.error("accepted \(NumberText.counted(baseline.entries.count, "finding")) in \(path)")
    return .fine
  }
}

/// Where the report goes, how it is written, and when lint fails.
private struct LintOutput {
  private let format: any ReportFormat.Type
  private let path: String?
  private let baseline: Baseline?
  private let showsStatistics: Bool
  /// From which severity on lint fails; the configuration's where it is `nil`.
  private let level: Diagnostic.Severity??
  private let summaryPath: String?

  init(_ arguments: CommandLineArguments) throws(Failure) {
    let environment = ProcessInfo.processInfo.environment
    path = arguments.text("output")
    showsStatistics = arguments.has("statistics")
    let name = arguments.text("format") ?? environment["MTL_OUTPUT_FORMAT"]
    guard let name, !name.isEmpty else {
      format = ReportFormats.usual(in: environment)
      (level, baseline) = try (LintOutput.level(arguments), LintOutput.baseline(arguments))
      summaryPath = LintOutput.summaryPath(environment)
      return
    }
    guard let found = ReportFormats.format(called: name) else {
      let names = ReportFormats.all.map { $0.name }
      let isOption = arguments.text("format") != nil
      throw Failure(
        isOption
          ? "there is no format `\(name)`"
          : "`MTL_OUTPUT_FORMAT` is `\(name)`, and there is no such format",
        help: NearName.best(for: name, among: names).map { "did you mean `\($0)`?" }
          ?? "the formats are \(names.joined(separator: ", "))", isUsage: true)
    }
    format = found
    (level, baseline) = try (LintOutput.level(arguments), LintOutput.baseline(arguments))
    summaryPath = LintOutput.summaryPath(environment)
  }

  private static func summaryPath(_ environment: [String: String]) -> String? {
    guard environment["GITHUB_ACTIONS"] == "true" else { return nil }
    return environment["GITHUB_STEP_SUMMARY"].flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func level(_ arguments: CommandLineArguments) throws(Failure)
    -> Diagnostic.Severity??
  {
    guard let text = arguments.text("fail-on") else { return nil }
    if let level = LintConfiguration.levels[text] { return .some(level) }
    throw Failure(
      "`--fail-on` takes `error`, `warning`, `note` or `never`, not `\(text)`", isUsage: true)
  }

  private static func baseline(_ arguments: CommandLineArguments) throws(Failure) -> Baseline? {
    guard let path = arguments.text("baseline") else { return nil }
    do throws(FormatError) {
      guard !FilePath.isPipe(path) || path.hasPrefix("/dev/") || path.hasPrefix("/proc/") else {
        throw FormatError(path, "it is a pipe, not a file")
      }
      let bytes = try FileBytes.read(path, limit: 64 << 20)
      return try Baseline.parse(bytes: bytes, name: path)
    } catch {
      var failure = Failure(error)
      failure.isUsage = true
      throw failure
    }
  }

  /// Takes out what the baseline accepts, and says what of it is no longer found.
  func applyBaseline(to report: inout LintReport) throws(Failure) {
    guard let outcome = baseline?.apply(to: &report), !outcome.stale.isEmpty else { return }
    let count = NumberText.counted(outcome.stale.count, "finding")
    Terminal.error("\(count) of the baseline no longer found; `--write-baseline` writes it anew")
  }

  /// Writes the report, and says on standard error what it comes to.
  func show(_ report: LintReport, fixed: Int) throws(Failure) {
    let style = path == nil && isatty(STDOUT_FILENO) == 1 ? Terminal.style : .plain
    let text = showsStatistics ? Statistics.text(report) : format.render(report, style: style)
    if let path {
      do {
        try AtomicFile.write(Array(text.utf8), to: path)
      } catch {
        throw Failure(error)
      }
    } else if !text.isEmpty {
      Terminal.raw(text)
    }
    if let summaryPath { append(StepSummary.markdown(report), to: summaryPath) }
    if fixed > 0 { Terminal.error("fixed \(NumberText.counted(fixed, "finding"))") }
    Terminal.error(report.files.isEmpty ? "there is no spec to look at" : report.summary)
    if let text = report.fixSummary { Terminal.error(text) }
  }

  /// Adds a text to a file that the runner of a workflow shows; without it lint goes on.
  private func append(_ text: String, to path: String) {
    guard let file = FileHandle(forWritingAtPath: path) else { return }
    defer { try? file.close() }
    _ = try? file.seekToEnd()
    try? file.write(contentsOf: Array(text.utf8))
  }

  /// Whether a finding of the report is as severe as the one from which on lint fails.
  func fails(_ report: LintReport, _ files: [LintedFile]) -> Bool {
    zip(report.files, files).contains { reported, file in
      guard let least = level ?? file.failsOn else { return false }
      return reported.findings.contains { $0.diagnostic.severity >= least }
    }
  }
}

extension LintOptions {
  /// The options as the command line gives them.
  fileprivate init(_ arguments: CommandLineArguments) throws(Failure) {
    self.init()
    if let text = arguments.text("select") { select = try LintOptions.selectors(text) }
    extendSelect = try LintOptions.selectors(arguments.text("extend-select") ?? "")
    ignore = try LintOptions.selectors(arguments.text("ignore") ?? "")
    usesPreview = arguments.has("preview")
    configuration = arguments.text("config")
    isIsolated = arguments.has("isolated")
    standardInputName = arguments.text("stdin-filename")
    excludesNamedFiles = arguments.has("force-exclude")
    readsData = arguments.has("data")
    run = try RunOptions(arguments)
    showsEdits = arguments.has("diff")
    let fixes = arguments.has("fix") || showsEdits && !arguments.has("add-ignore")
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
