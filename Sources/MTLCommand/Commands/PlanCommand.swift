import MTL
import MTLFormats
import MTLSource

/// `mtl plan`: what a spec would train, before it is trained.
enum PlanCommand: Command {
  static let name = "plan"
  static let summary = "Show what would be trained: layers, parameters, work, memory, time"
  static let operands = "SPEC"
  static let operandCount = 1...1
  static let options =
    [
      .value("format", "NAME", "text (default) or json, which lists every copy and task"),
      .flag("no-estimate", "time no steps: the output then is the same on every machine"),
      .value("epochs", "N", "as if N epochs were trained"),
      .value("steps", "N", "as if N steps were trained"),
      .value("weighting", "METHOD", "combine the losses by METHOD instead of the spec's"),
    ] + RunOptions.dataOptions + RunOptions.machineOptions

  static func run(_ arguments: CommandLineArguments) throws(Failure) -> ExitCode {
    let format = try arguments.word("format", among: ["text", "json"])
    let options = try RunOptions(arguments)
    let forecast = try RunForecast(arguments.operands[0], options: options)
    let estimate = arguments.has("no-estimate") ? nil : try forecast.estimate(options: options)
    if !forecast.spec.diagnostics.isEmpty {
      Terminal.error(TextRenderer(style: Terminal.style).render(forecast.spec.diagnostics))
    }
    if format == "json" {
      Terminal.out(ForecastJSON(forecast: forecast, estimate: estimate).document.text(.pretty))
    } else {
      for line in ForecastView(forecast: forecast, estimate: estimate).lines { Terminal.out(line) }
    }
    return .fine
  }
}
