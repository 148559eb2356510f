import MTL
import MTLSource

/// The program: finds the command, runs it, and says what went wrong.
enum Tool {
  /// The commands, in the order of the help.
  static let commands: [any Command.Type] = [
    NewCommand.self,
    CheckCommand.self,
    FormatCommand.self,
    LintCommand.self,
    DiffCommand.self,
    PlanCommand.self,
    TrainCommand.self,
    EvaluateCommand.self,
    PredictCommand.self,
    BenchCommand.self,
    DumpCommand.self,
    ExplainCommand.self,
  ]

  /// Runs the program with its arguments, its own name left out.
  static func run(_ arguments: [String]) -> ExitCode {
    do {
      return try dispatch(arguments)
    } catch {
      report(error)
      return error.isUsage ? .wrongUsage : .inputAtFault
    }
  }

  private static func dispatch(_ arguments: [String]) throws(Failure) -> ExitCode {
    guard let name = arguments.first else {
      Terminal.error(help)
      return .wrongUsage
    }
    switch name {
    case "help", "--help", "-h": return try showHelp(arguments.dropFirst().first)
    case "--version", "version":
      Terminal.out("mtl \(RunRecord.version)")
      return .fine
    default: break
    }
    let command = try command(name)
    if arguments.dropFirst().contains(where: { $0 == "--help" || $0 == "-h" }) {
      return try showHelp(name)
    }
    return try command.run(CommandLineArguments(arguments.dropFirst(), for: command))
  }

  private static func command(_ name: String) throws(Failure) -> any Command.Type {
    if let command = commands.first(where: { $0.name == name }) { return command }
    let names = commands.map { $0.name }
    let help =
      NearName.best(for: name, among: names).map { "did you mean `mtl \($0)`?" }
      ?? (name.hasSuffix(".mtl")
        ? "did you mean `mtl train \(name)` or `mtl check \(name)`?" : "`mtl help` lists them")
    throw Failure("there is no command `\(name)`", help: help, isUsage: true)
  }

  // MARK: Help

  private static func showHelp(_ name: String?) throws(Failure) -> ExitCode {
    guard let name else {
      Terminal.out(help)
      return .fine
    }
    Terminal.out(help(of: try command(name)))
    return .fine
  }

  private static var help: String {
    var table = TextLines()
    for command in commands {
      table.add("mtl \(command.name) \(command.operands)", command.summary)
    }
    return """
      mtl checks and trains multi-task models from specs.

      \(table.lines.map { "  " + $0 }.joined(separator: "\n"))

      `mtl help COMMAND` lists a command's options. Exit codes: 0 fine, 1 the input is at fault,
      2 wrong usage, 3 a fault of the program.
      """
  }

  private static func help(of command: any Command.Type) -> String {
    var table = TextLines()
    for option in command.options {
      table.add("--\(option.name)\(option.value.map { " \($0)" } ?? "")", option.help)
    }
    let options = table.lines.map { "  " + $0 }.joined(separator: "\n")
    return "mtl \(command.name) \(command.operands)\n\n\(command.summary)."
      + (options.isEmpty ? "" : "\n\n\(options)")
  }

  // MARK: Failures

  /// Prints a failure: its diagnostics drawn, its message with its help.
  static func report(_ failure: Failure) {
    if !failure.diagnostics.isEmpty {
      Terminal.error(TextRenderer(style: Terminal.style).render(failure.diagnostics))
      Terminal.error(DiagnosticSummary.text(failure.diagnostics))
    }
    guard let message = failure.message else { return }
    Terminal.error(Terminal.style.paint("error", .error) + ": \(VisibleText.escaped(message))")
    if let help = failure.help { Terminal.error("help: \(help)") }
  }
}

/// How many errors and warnings there are, in words.
enum DiagnosticSummary {
  static func text(_ diagnostics: [Diagnostic]) -> String {
    let errors = diagnostics.count { $0.severity == .error }
    let warnings = diagnostics.count { $0.severity == .warning }
    var parts: [String] = []
    if errors > 0 { parts.append(NumberText.counted(errors, "error")) }
    if warnings > 0 { parts.append(NumberText.counted(warnings, "warning")) }
    return parts.joined(separator: ", ")
  }
}

/// Two columns of text, the second one aligned.
struct TextLines {
  private var rows: [(String, String)] = []

  mutating func add(_ first: String, _ second: String) { rows.append((first, second)) }

  var lines: [String] {
    let width = rows.map { $0.0.count }.max() ?? 0
    return rows.map { first, second in
      first + String(repeating: " ", count: width - first.count + 2) + second
    }
  }
}
