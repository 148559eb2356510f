import MTL
import MTLCatalogue
import MTLFormats
import MTLRuntime

/// `mtl evaluate`: the metrics of a run's best epoch.
enum EvaluateCommand: Command {
  static let name = "evaluate"
  static let summary = "Evaluate the best epoch of a run on its test rows"
  static let operands = "RUN"
  static let operandCount = 1...1
  static let options =
    [
      .value("format", "NAME", "text (default) or json: task, then metric, then value"),
      .value("split", "NAME", "test (default), validation or train"),
    ] + RunOptions.dataOptions + RunOptions.machineOptions

  static func run(_ arguments: CommandLineArguments) throws(Failure) -> ExitCode {
    let format = try arguments.word("format", among: ["text", "json"])
    let name = try arguments.word("split", among: ["test", "validation", "train"])
    let run = try FinishedRun(arguments.operands[0], options: RunOptions(arguments))
    try run.loadBest()
    let reports = run.session.evaluate(Split(rawValue: name) ?? .test)
    if format == "json" {
      let json = JSONValue.object(reports.map { .init($0.task, $0.json) })
      Terminal.out(json.text(.pretty))
    } else {
      for line in ReportTable.lines(reports, title: name) { Terminal.out(line) }
    }
    return .fine
  }
}
