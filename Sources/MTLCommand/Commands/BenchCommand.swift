import MTL
import MTLAllocationCount
import MTLFormats
import MTLRuntime

/// `mtl bench`: how long a training step takes.
enum BenchCommand: Command {
  static let name = "bench"
  static let summary = "Time the training steps of a spec"
  static let operands = "SPEC"
  static let operandCount = 1...1
  static let options =
    [
      .value("steps", "N", "time N steps (1000 unless given)"),
      .flag("operations", "list where the time goes, operation by operation"),
      .value("format", "NAME", "text (default) or json"),
      .value("weighting", "METHOD", "combine the losses by METHOD instead of the spec's"),
      .value("against", "METHOD", "time steps under METHOD in turns with them, and compare"),
    ] + RunOptions.dataOptions + RunOptions.machineOptions

  static func run(_ arguments: CommandLineArguments) throws(Failure) -> ExitCode {
    let format = try arguments.word("format", among: ["text", "json"])
    let steps = try arguments.integer("steps", in: 1...100_000_000) ?? 1000
    var options = RunOptions()
    options.dataRoot = arguments.text("data-root")
    options.allowsOutside = arguments.has("allow-outside")
    options.threads = try arguments.integer("threads", in: 1...1024)
    options.instructionSet = arguments.text("isa")
    let session = try session(under: "weighting", arguments, options)
    let threads = options.threads ?? Driver.defaultThreads
    let result: StepBenchmark
    var comparison: Comparison?
    if arguments.has("against") {
      let turns = StepBenchmark.runInTurns(
        session, against: try Self.session(under: "against", arguments, options), steps: steps,
        threads: threads, allocationCount: { mtl_allocation_count() })
      result = turns.result
      comparison = Comparison(other: turns.other, ratio: turns.ratio)
    } else {
      result = StepBenchmark.run(
        session, steps: steps, threads: threads, allocationCount: { mtl_allocation_count() })
    }
    let times =
      arguments.has("operations") ? OperationTime.measure(session, steps: steps) : nil
    Terminal.out(
      format == "json"
        ? json(result, comparison, times).text(.pretty)
        : text(result, comparison) + (times.map(text) ?? ""))
    return .fine
  }

  /// What steps under another weighting took, in turns with those of the spec.
  private struct Comparison {
    let other: StepBenchmark
    /// How many times as long as the other's a step takes: the median.
    let ratio: Double
  }

  /// The session that trains the spec under the weighting that an option names, or under its own.
  private static func session(
    under option: String, _ arguments: CommandLineArguments, _ options: RunOptions
  ) throws(Failure) -> TrainingSession {
    let path = arguments.operands[0]
    let source = SpecFile.replacingWeighting(
      of: try SpecFile.read(path), with: arguments.text(option), option: "--\(option)")
    let spec = try Driver.load(source, specFolder: SpecFile.folder(of: path), options: options)
    return try Driver.session(try Driver.compile(spec), spec, options: options)
  }

  private static func text(_ result: StepBenchmark, _ comparison: Comparison?) -> String {
    var table = TextLines()
    table.add("step, median", "\(NumberText.short(result.median)) us")
    table.add(
      "10 % to 90 %", "\(NumberText.short(result.low)) to \(NumberText.short(result.high)) us")
    if let comparison {
      table.add(
        "against \(comparison.other.weighting)",
        "\(NumberText.short(comparison.ratio)) times its \(NumberText.short(comparison.other.median)) us, the median of steps in turns"
      )
    }
    table.add("rows a second", NumberText.grouped(Int(result.rowsPerSecond)))
    table.add("operations a step", NumberText.grouped(result.operations))
    table.add(
      "operations a second",
      "\(NumberText.short(Double(result.operations) / result.median / 1000)) billion")
    table.add("memory", NumberText.bytes(result.peakBytes))
    table.add("memory of the process", NumberText.bytes(result.peakResidentBytes))
    table.add("allocations a step", NumberText.short(result.allocations))
    let title =
      "\(result.name): weighting \(result.weighting), \(result.steps) steps of \(result.batch) rows, \(result.threads) "
      + "thread\(result.threads == 1 ? "" : "s"), \(result.instructionSet)"
    return ([title] + table.lines.map { "  " + $0 }).joined(separator: "\n")
  }

  /// The slowest operations as a table, then what all others take.
  private static func text(_ times: [OperationTime]) -> String {
    let total = times.reduce(0) { $0 + $1.time }
    func cells(_ time: Double, _ operations: Int) -> [String] {
      [
        "\(NumberText.short(time)) us", "\(NumberText.short(time / total * 100)) %",
        NumberText.short(Double(operations) / max(time, 1e-3) / 1000),
      ]
    }
    var table = TextTable(leftColumns: [3, 4])
    table.add(["time", "share", "GFLOP/s", "operation", "of"])
    for time in times.prefix(listedOperations) {
      table.add(
        cells(time.time, time.operations) + [String(time.summary.prefix(60)), place(of: time)])
    }
    let others = times.dropFirst(listedOperations)
    if !others.isEmpty {
      table.add(
        cells(others.reduce(0) { $0 + $1.time }, others.reduce(0) { $0 + $1.operations })
          + ["\(others.count) others"])
    }
    return
      (["", "where the time goes, each operation timed alone"] + table.lines.map { "  " + $0 })
      .joined(separator: "\n")
  }

  private static let listedOperations = 24

  private static func place(of time: OperationTime) -> String {
    time.name + (time.line > 0 ? " (line \(time.line))" : "")
  }

  private static func json(_ times: [OperationTime]?) -> JSONValue {
    guard let times else { return .null }
    return .array(
      times.map { time in
        .object([
          .init("operation", .string(time.summary)),
          .init("name", .string(time.name)),
          .init("line", .integer(time.line)),
          .init("time_us", .number(time.time)),
          .init("operations", .integer(time.operations)),
        ])
      })
  }

  private static func json(_ comparison: Comparison?) -> JSONValue {
    guard let comparison else { return .null }
    return .object([
      .init("weighting", .string(comparison.other.weighting)),
      .init("median_us", .number(comparison.other.median)),
      .init("ratio", .number(comparison.ratio)),
    ])
  }

  private static func json(
    _ result: StepBenchmark, _ comparison: Comparison?, _ times: [OperationTime]?
  ) -> JSONValue {
    .object([
      .init("name", .string(result.name)),
      .init("weighting", .string(result.weighting)),
      .init("steps", .integer(result.steps)),
      .init("threads", .integer(result.threads)),
      .init("instruction_set", .string(result.instructionSet)),
      .init("batch", .integer(result.batch)),
      .init("median_us", .number(result.median)),
      .init("p10_us", .number(result.low)),
      .init("p90_us", .number(result.high)),
      .init("against", json(comparison)),
      .init("rows_per_second", .number(result.rowsPerSecond)),
      .init("operations_per_step", .integer(result.operations)),
      .init("peak_bytes", .integer(result.peakBytes)),
      .init("peak_resident_bytes", .integer(result.peakResidentBytes)),
      .init("allocations_per_step", result.allocations.map { .number($0) } ?? .null),
      .init("operations", json(times)),
      .init("version", .string(RunRecord.version)),
    ])
  }
}
