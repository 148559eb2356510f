import MTL

/// The options that commands on models share.
extension RunOptions {
  static let dataOptions: [CommandOption] = [
    .value("data-root", "DIR", "look the spec's data files up in DIR"),
    .flag("allow-outside", "read files outside of the spec's folder"),
  ]

  static let machineOptions: [CommandOption] = [
    .value("threads", "N", "use N threads"),
    .value("isa", "NAME", "use the instruction set amx, avx512, avx2 or portable"),
  ]

  static let trainingOptions: [CommandOption] = [
    .value("seed", "N", "start the random numbers of training from N"),
    .value("epochs", "N", "train N epochs"),
    .value("steps", "N", "train N steps"),
    .value("weighting", "METHOD", "combine the losses by METHOD instead of the spec's"),
    .value("initialize", "FILE", "begin with the parameters of a safetensors file, by name"),
    .flag("no-shuffle", "take the training rows in the file's order in each epoch"),
    .flag("every-step", "write each task's loss and weight of every step to `metrics.jsonl`"),
    .value("watch-gradients", "N", "compare the tasks' gradients in every Nth step"),
    .value("out", "DIR", "write the run into DIR instead of `runs`"),
  ]

  /// The options as a command line gives them.
  init(_ arguments: CommandLineArguments) throws(Failure) {
    self.init()
    dataRoot = arguments.text("data-root")
    allowsOutside = arguments.has("allow-outside")
    threads = try arguments.integer("threads", in: 1...1024)
    instructionSet = arguments.text("isa")
    seed = try arguments.integer("seed", in: 0...Int.max).map { UInt64($0) }
    epochs = try arguments.integer("epochs", in: 1...1_000_000)
    steps = try arguments.integer("steps", in: 1...1_000_000_000)
    weighting = arguments.text("weighting")
    initialParameters = arguments.text("initialize")
    shuffles = !arguments.has("no-shuffle")
    recordsSteps = arguments.has("every-step")
    watchInterval = try arguments.integer("watch-gradients", in: 1...1_000_000_000)
    out = arguments.text("out") ?? out
    guard epochs == nil || steps == nil else {
      throw Failure("give `--epochs` or `--steps`, not both", isUsage: true)
    }
  }
}
