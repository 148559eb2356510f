import MTL
import MTLSemantics
import MTLSource

/// `mtl check`: names, types and shapes of specs.
enum CheckCommand: Command {
  static let name = "check"
  static let summary = "Check names, types and shapes of specs"
  static let operands = "SPEC..."
  static let operandCount = 1...Int.max
  static let options =
    [
      .flag("data", "read the data too, and check what only they know"),
      .flag("shapes", "show the type after every step"),
      .value("format", "NAME", "full (default), concise or json"),
    ] + RunOptions.dataOptions

  static func run(_ arguments: CommandLineArguments) throws(Failure) -> ExitCode {
    let format = try arguments.word("format", among: ["full", "concise", "json"])
    let options = try RunOptions(arguments)
    var diagnostics: [Diagnostic] = []
    for path in arguments.operands {
      let folder = SpecFile.folder(of: path)
      let program = Driver.parse(try SpecFile.read(path), folder: folder, options: options)
      let result = Driver.check(
        program, specFolder: arguments.has("data") ? folder : nil, options: options)
      if arguments.has("shapes"), format != "json" { showShapes(result, program.sources) }
      diagnostics += result.diagnostics
    }
    show(diagnostics, format: format, files: arguments.operands.count)
    return diagnostics.contains { $0.severity == .error } ? .inputAtFault : .fine
  }

  private static func show(_ diagnostics: [Diagnostic], format: String, files: Int) {
    switch format {
    case "json": Terminal.raw(JSONRenderer().render(diagnostics))
    case "concise":
      if !diagnostics.isEmpty { Terminal.raw(ConciseRenderer().render(diagnostics)) }
    default:
      if !diagnostics.isEmpty {
        Terminal.error(TextRenderer(style: Terminal.style).render(diagnostics))
      }
      let summary = DiagnosticSummary.text(diagnostics)
      let subject = files == 1 ? "the spec is right" : "all \(files) specs are right"
      Terminal.error(summary.isEmpty ? subject : summary)
    }
  }

  private static func showShapes(_ result: CheckResult, _ sources: SourceMap) {
    var table = TextLines()
    for shape in result.shapes {
      let line = sources.line(of: shape.range.start)
      table.add(
        "\(shape.declaration):\(line)  \(VisibleText.escaped(sources.text(shape.range)))",
        shape.type
      )
    }
    for line in table.lines { Terminal.out(line) }
  }
}
