import MTL
import MTLFormats

/// `mtl predict`: what a run's model says of new rows.
enum PredictCommand: Command {
  static let name = "predict"
  static let summary = "Predict the rows of a file with the best epoch of a run"
  static let operands = "RUN DATA"
  static let operandCount = 2...2
  static let options: [CommandOption] =
    [
      .value("out", "FILE", "write FILE instead of standard output"),
      .flag("probabilities", "add a column for the probability of each class"),
    ] + RunOptions.dataOptions

  static func run(_ arguments: CommandLineArguments) throws(Failure) -> ExitCode {
    let run = try Predictor(arguments.operands[0], options: RunOptions(arguments))
    let text = try run.predict(
      arguments.operands[1], withProbabilities: arguments.has("probabilities"))
    guard let path = arguments.text("out") else {
      Terminal.raw(text)
      return .fine
    }
    do {
      try AtomicFile.write(Array(text.utf8), to: path)
    } catch {
      throw Failure(error)
    }
    return .fine
  }
}
