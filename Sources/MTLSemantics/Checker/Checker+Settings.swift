import MTLCatalogue
import MTLSource
import MTLSyntax

extension Checker {
  /// The weighting that the file declares, or the default.
  func checkWeighting() -> (instance: any Weighting, text: String)? {
    for case .weighting(let stages, let keyword) in tree.declarations.map({ $0.kind }) {
      guard let first = stages.first else { return nil }
      if stages.count > 1 { reportNotYet("a chain of weightings", at: stages[1].range) }
      return weighting(first, keyword: keyword).map { ($0, tree.source.text(first.range)) }
    }
    let type = Registry.defaultWeighting
    return (type.init(Arguments(defaultsOf: type.parameters)), type.name)
  }

  private func weighting(_ expression: Expression, keyword: SourceRange) -> (any Weighting)? {
    guard let call = settingCall(expression, for: "weighting"),
      let type = entry(
        call.name, among: Registry.weightings, kind: "weighting", plural: "weightings"),
      let arguments = bind(call, to: type.parameters)
    else { return nil }
    checkTaskWeights(arguments, call)
    return type.init(arguments)
  }

  /// Every weight is that of a task, and above 0.
  private func checkTaskWeights(_ arguments: Arguments, _ call: Call) {
    let names = self.names(of: .task)
    for argument in call.arguments {
      guard let name = argument.name, case .weights(let weights)? = arguments["weights"],
        let weight = weights.first(where: { $0.task == name.text })
      else { continue }
      if !names.contains(name.text) {
        report(
          .unknownTask, "there is no task `\(name.text)` to weigh", at: name.range,
          helps: nameHelps(for: name, among: names, plural: "the tasks"))
      } else if !(weight.weight >= 0 && weight.weight.isFinite) {
        report(
          .wrongArgument,
          "the weight of a task is a number from 0 on, not \(ConstantValue.plain(weight.weight))",
          at: argument.value.range)
      }
    }
  }

  /// A setting's value as a call: `adam`, `adam(learning_rate: 0.001)`.
  func settingCall(_ expression: Expression, for setting: String) -> Call? {
    switch expression.kind {
    case .name(let name): return Call(name: name, arguments: [], range: expression.range)
    case .call(let callee, let arguments):
      if case .name(let name) = callee.kind {
        return Call(name: name, arguments: arguments, range: expression.range)
      }
    case .missing: return nil
    default: break
    }
    report(
      .wrongArgument, "`\(setting)` takes a name, with arguments if it has any",
      at: expression.range)
    return nil
  }

  /// What the `train` block says, or the defaults.
  func checkTraining() -> TrainingSettings? {
    var reader = TrainingReader(checker: self)
    for case .settings(let settings) in tree.declarations.map({ $0.kind })
    where settings.kind == .train {
      reader.read(settings)
      break
    }
    return reader.settings
  }
}

/// Reads the clauses of a `train` block.
struct TrainingReader {
  let checker: Checker
  private var optimizer: any Optimizer
  private var schedule: any Schedule
  private var batch = 64
  private var length = TrainingSettings.Length.epochs(20)
  private var clipping: (any Clipping)?
  private var penalty: (any Penalty)?
  private var monitor: TrainingSettings.Monitor?
  private var stopping: (any StoppingRule)?
  private var seed: UInt64 = 0

  /// The words of the block.
  static let words = [
    "optimizer", "schedule", "batch", "epochs", "steps", "accumulate", "clip", "penalty",
    "sampling",
    "monitor", "stop", "seed",
  ]

  init(checker: Checker) {
    self.checker = checker
    optimizer = Registry.defaultOptimizer.init(
      Arguments(defaultsOf: Registry.defaultOptimizer.parameters))
    schedule = Registry.defaultSchedule.init(
      Arguments(defaultsOf: Registry.defaultSchedule.parameters))
  }

  /// What the clauses say, defaults filled in.
  var settings: TrainingSettings {
    TrainingSettings(
      optimizer: optimizer, schedule: schedule, batch: batch, length: length, clipping: clipping,
      penalty: penalty, monitor: monitor, stopping: stopping, seed: seed)
  }

  /// Reads the clauses; what is wrong is reported.
  mutating func read(_ block: Declaration.Settings) {
    var seen: [String: SourceRange] = [:]
    for clause in block.clauses {
      if let first = seen[clause.word.text] {
        checker.report(
          .repeatedLine, "`\(clause.word.text)` stands twice", at: clause.word.range,
          secondary: [(first, "first here")])
        continue
      }
      seen[clause.word.text] = clause.word.range
      guard let value = value(of: clause) else { continue }
      read(clause.word, value)
    }
    if let epochs = seen["epochs"], let steps = seen["steps"] {
      checker.report(
        .conflictingSettings, "a run lasts `epochs` or `steps`, not both", at: steps,
        secondary: [(epochs, "the other one")], helps: [.init("keep one of the two")])
    }
  }

  private func value(of clause: Clause) -> Expression? {
    let stages = clause.values.flatMap { $0 }
    if stages.count > 1 {
      checker.report(
        .wrongArgument, "`\(clause.word.text)` takes one value", at: stages[1].range)
      return nil
    }
    return stages.first
  }

  private mutating func read(_ word: Name, _ value: Expression) {
    switch word.text {
    case "optimizer":
      optimizer = instance(value, Registry.optimizers, word, "optimizers") ?? optimizer
    case "schedule":
      schedule = instance(value, Registry.schedules, word, "schedules") ?? schedule
    case "clip": clipping = instance(value, Registry.clippings, word, "gradient clippings")
    case "penalty": penalty = instance(value, Registry.penalties, word, "penalties")
    case "stop": stopping = instance(value, Registry.stoppingRules, word, "stopping rules")
    case "batch": batch = number(value, word, 1...1_048_576) ?? batch
    case "epochs": length = number(value, word, 1...1_000_000).map { .epochs($0) } ?? length
    case "steps": length = number(value, word, 1...1_000_000_000).map { .steps($0) } ?? length
    case "seed": seed = number(value, word, 0...Int.max).map { UInt64($0) } ?? seed
    case "monitor": monitor = monitor(value)
    case "accumulate", "sampling": checker.reportNotYet("`\(word.text)`", at: word.range)
    default:
      checker.report(
        .unknownSetting, "`train` has no setting `\(word.text)`", at: word.range,
        helps: checker.nameHelps(for: word, among: TrainingReader.words, plural: "its settings"))
    }
  }

  private func anyInstance<Entry>(
    _ value: Expression, _ entries: [Entry], _ word: Name, _ plural: String
  ) -> (any CatalogueEntry)? {
    guard let call = checker.settingCall(value, for: word.text),
      let type = checker.entry(call.name, among: entries, kind: word.text, plural: plural)
        as? any CatalogueEntry.Type,
      let arguments = checker.bind(call, to: type.parameters)
    else { return nil }
    return type.init(arguments)
  }

  private func instance<Entry, Instance>(
    _ value: Expression, _ entries: [Entry], _ word: Name, _ plural: String
  ) -> Instance? {
    anyInstance(value, entries, word, plural) as? Instance
  }

  private func number(
    _ expression: Expression, _ word: Name, _ range: ClosedRange<Int>
  ) -> Int? {
    guard let value = checker.evaluate(expression) else { return nil }
    if case .integer(let number) = value, range.contains(number) { return number }
    checker.report(
      .wrongArgument,
      "`\(word.text)` takes \(ParameterKind.integer(range).description), not \(value)",
      at: expression.range, label: "this is \(value.kindName)")
    return nil
  }

  // MARK: Monitor

  /// `TASK.METRIC`, the metric as the task writes it, or `TASK.loss`.
  private func monitor(_ expression: Expression) -> TrainingSettings.Monitor? {
    let text = checker.tree.source.text(expression.range)
    var base = expression
    if case .call(let callee, _) = expression.kind { base = callee }
    guard case .member(let owner, let metric) = base.kind, let path = owner.path else {
      checker.report(
        .unknownMonitor, "a monitor is a task and what is reported of it, not `\(text)`",
        at: expression.range, helps: [.init("write it as in `monitor digit.accuracy`")])
      return nil
    }
    guard let task = checker.tasks.first(where: { $0.name == path.text }) else {
      reportTask(path, expression)
      return nil
    }
    let written = String(text.dropFirst(path.text.count + 1))
    if metric.text == "loss" {
      return TrainingSettings.Monitor(task: task.name, metric: nil, higherIsBetter: false)
    }
    guard let found = task.metrics.first(where: { $0.name == written }) else {
      checker.report(
        .unknownMonitor, "`\(task.name)` reports no `\(written)`", at: metric.range,
        secondary: [(task.range, "the task")],
        helps: checker.nameHelps(
          for: metric, among: task.metrics.map { $0.name } + ["loss"], plural: "what it reports"))
      return nil
    }
    return TrainingSettings.Monitor(
      task: task.name, metric: found.name,
      higherIsBetter: type(of: found.metric).higherIsBetter)
  }

  private func reportTask(_ path: Path, _ expression: Expression) {
    guard !checker.poisoned.contains(path.text) else { return }
    if checker.declared[path.text]?.kind == .task, checker.hasErrors { return }
    checker.report(
      .unknownMonitor, "there is no task `\(path.text)` to monitor", at: path.range,
      helps: checker.nameHelps(
        for: Name(path.text, path.range), among: checker.names(of: .task), plural: "the tasks"))
  }
}
