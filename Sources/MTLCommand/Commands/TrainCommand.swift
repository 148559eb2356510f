import MTL
import MTLRuntime

/// `mtl train`: from a spec to a trained model.
enum TrainCommand: Command {
  static let name = "train"
  static let summary = "Train the model of a spec"
  static let operands = "SPEC | --resume RUN"
  static let operandCount = 0...1
  static let options =
    [
      .value("resume", "RUN", "go on where the last checkpoint of a run stands"),
      .flag("quiet", "print the test table only"),
    ] + RunOptions.trainingOptions + RunOptions.dataOptions + RunOptions.machineOptions

  static func run(_ arguments: CommandLineArguments) throws(Failure) -> ExitCode {
    Interrupt.watch()
    let run = try start(arguments)
    let progress = ProgressView(run: run, isQuiet: arguments.has("quiet"))
    progress.begin()
    let result = try run.train(
      shouldStop: { Interrupt.isPending }, report: { progress.show($0) })
    progress.end(result)
    return result.end == .interrupted ? .inputAtFault : .fine
  }

  private static func start(_ arguments: CommandLineArguments) throws(Failure) -> TrainingRun {
    let options = try RunOptions(arguments)
    switch (arguments.operands.first, arguments.text("resume")) {
    case (let spec?, nil):
      return try TrainingRun.start(spec, options: options)
    case (nil, let run?):
      let texts = ["seed", "weighting", "initialize", "watch-gradients", "out"].filter {
        arguments.text($0) != nil
      }
      let flags = ["no-shuffle", "every-step"].filter { arguments.has($0) }
      if let option = (texts + flags).first {
        throw Failure(
          "`--\(option)` cannot change a run that is resumed",
          help: "train anew to change it", isUsage: true)
      }
      return try TrainingRun.resume(run, options: options)
    default:
      throw Failure(
        "`mtl train` takes a spec, or a run to resume",
        help: "such as `mtl train specs/digits.mtl` or `mtl train --resume runs/digits/latest`",
        isUsage: true)
    }
  }
}
