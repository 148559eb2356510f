import MTLCatalogue
import MTLSource
import MTLSyntax

extension Checker {
  /// A setting's value as a call: `adam`, `adam(learning_rate: 0.001)`.
  func settingCall(
    _ expression: Expression, for setting: String, among entries: [any CatalogueEntry.Type] = []
  ) -> Call? {
    switch expression.kind {
    case .name(let name): return Call(name: name, arguments: [], range: expression.range)
    case .call(let callee, let arguments):
      if let name = callee.dottedName {
        return Call(name: name, arguments: arguments, range: expression.range)
      }
    case .missing: return nil
    default: break
    }
    report(
      .wrongArgument, "`\(setting)` takes a name, with arguments if it has any",
      at: expression.range, label: textHelp(expression) == nil ? "" : "a text",
      helps: textHelp(expression).map { [$0] } ?? joiningHelp(expression) ?? exampleHelp(entries))
    return nil
  }

  /// The examples of entries, as far as they are few.
  private func exampleHelp(_ entries: [any CatalogueEntry.Type]) -> [Diagnostic.Help] {
    guard !entries.isEmpty, entries.count <= 4 else { return [] }
    return [.init("write " + listed(entries.map { "`\($0.example)`" }, by: "or"))]
  }

  /// `optimizer "adam"` is how other configurations write it.
  private func textHelp(_ expression: Expression) -> Diagnostic.Help? {
    guard case .string(let text) = expression.kind, text == spelled(text) else { return nil }
    return .init("leave the quotes out", edits: [.init(expression.range, text)])
  }

  /// `uncertainty + pcgrad` and `[equal, pcgrad]`: a chain has arrows, and a list no brackets.
  private func joiningHelp(_ expression: Expression) -> [Diagnostic.Help]? {
    switch expression.kind {
    case .binary(.plus, let lhs, let rhs, _) where lhs.call != nil && rhs.call != nil:
      let between = SourceRange(lhs.range.end, rhs.range.start)
      return [.init("a chain is joined with `->`", edits: [.init(between, " -> ")])]
    case .list(let elements):
      guard let first = elements.first, let last = elements.last else { return nil }
      let inner = sources.text(first.range.union(last.range))
      return [.init("leave the brackets out", edits: [.init(expression.range, inner)])]
    default: return nil
    }
  }

  /// What the `train` block says, or the defaults.
  func checkTraining() -> TrainingSettings? {
    var reader = TrainingReader(checker: self)
    for case .settings(let settings) in program.declarations.map({ $0.kind })
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
  private var batch = TrainingSettings.defaultBatch
  private var length = TrainingSettings.defaultLength
  private var clipping: (any Clipping)?
  private var penalty: (any Penalty)?
  private var monitor: TrainingSettings.Monitor?
  private var stopping: (any StoppingRule)?
  private var sampling: any Sampling
  private var averageDecay: Double?
  private var memoryUse: any MemoryUse
  private var seed = TrainingSettings.defaultSeed

  /// The words of the block.
  static let words = [
    "optimizer", "schedule", "batch", "epochs", "steps", "accumulate", "clip", "penalty",
    "sampling", "average", "memory", "monitor", "stop", "seed",
  ]

  init(checker: Checker) {
    self.checker = checker
    optimizer = Registry.defaultOptimizer.init(
      Arguments(defaultsOf: Registry.defaultOptimizer.parameters))
    schedule = Registry.defaultSchedule.init(
      Arguments(defaultsOf: Registry.defaultSchedule.parameters))
    sampling = Registry.defaultSampling.init(
      Arguments(defaultsOf: Registry.defaultSampling.parameters))
    memoryUse = Registry.defaultMemoryUse.init(
      Arguments(defaultsOf: Registry.defaultMemoryUse.parameters))
  }

  /// What the clauses say, defaults filled in.
  var settings: TrainingSettings {
    TrainingSettings(
      optimizer: optimizer, schedule: schedule, batch: batch, length: length, clipping: clipping,
      penalty: penalty, monitor: monitor, stopping: stopping, sampling: sampling,
      averageDecay: averageDecay, memoryUse: memoryUse, seed: seed)
  }

  /// Reads the clauses; what is wrong is reported.
  mutating func read(_ block: Declaration.Settings) {
    var seen: [String: SourceRange] = [:]
    for clause in block.clauses {
      if let first = seen[clause.word.text] {
        checker.report(
          .repeatedLine, "`\(clause.word.text)` stands twice in `\(block.kind.rawValue)`",
          at: clause.word.range, secondary: [(first, "first here")],
          helps: [.init("keep one of the two")])
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
        .wrongArgument, "`\(clause.word.text)` takes one value", at: stages[1].range,
        label: "the second one")
      return nil
    }
    return stages.first
  }

  private mutating func read(_ word: Name, _ value: Expression) {
    switch word.text {
    case "optimizer":
      optimizer = instance(value, .optimizer, word, "optimizers") ?? optimizer
    case "schedule":
      schedule = instance(value, .schedule, word, "schedules") ?? schedule
    case "clip": clipping = instance(value, .clipping, word, "gradient clippings")
    case "penalty": penalty = instance(value, .penalty, word, "penalties")
    case "stop": stopping = instance(value, .stoppingRule, word, "stopping rules")
    case "batch": batch = number(value, word, 1...1_048_576) ?? batch
    case "epochs": length = number(value, word, 1...1_000_000).map { .epochs($0) } ?? length
    case "steps": length = number(value, word, 1...1_000_000_000).map { .steps($0) } ?? length
    case "seed": seed = number(value, word, 0...Int.max).map { UInt64($0) } ?? seed
    case "monitor": monitor = monitor(value)
    case "sampling": sampling = checkedSampling(value, word) ?? sampling
    case "average": averageDecay = averageDecay(value, word)
    case "memory":
      memoryUse = instance(value, .memoryUse, word, "memory uses") ?? memoryUse
    case "accumulate": checkAccumulation(value, word)
    default: reportUnknown(word, value)
    }
  }

  private func reportUnknown(_ word: Name, _ value: Expression) {
    checker.report(
      .unknownSetting, "`train` has no setting `\(word.text)`", at: word.range,
      helps: argumentHelp(word, value) ?? entryHelp(word, value)
        ?? checker.nameHelps(
          for: Name(TrainingReader.synonyms[word.text] ?? word.text, word.range),
          among: TrainingReader.words, plural: "its settings"))
  }

  /// What other libraries call settings.
  private static let synonyms = [
    "batch_size": "batch", "batchsize": "batch", "optimiser": "optimizer",
    "lr_scheduler": "schedule",
    "scheduler": "schedule", "max_epochs": "epochs", "num_epochs": "epochs", "max_steps": "steps",
    "early_stopping": "stop", "random_seed": "seed", "random_state": "seed",
    "regularizer": "penalty",
    "gradient_clipping": "clip", "grad_clip": "clip", "metric": "monitor",
  ]

  /// `learning_rate 0.001` belongs to the optimizer, as one of its arguments.
  private func argumentHelp(_ word: Name, _ value: Expression) -> [Diagnostic.Help]? {
    let name = word.text == "lr" ? "learning_rate" : word.text
    let owners = [("optimizer", [type(of: optimizer)] as [any CatalogueEntry.Type])]
    let all = owners + TrainingReader.entries
    for (setting, entries) in all {
      guard let entry = entries.first(where: { $0.parameters.contains { $0.name == name } }) else {
        continue
      }
      let written = "\(setting) \(entry.name)(\(name): \(checker.sources.text(value.range)))"
      return [
        .init(
          "it is an argument of `\(setting)`: `\(written)`",
          edits: [.init(word.range.union(value.range), written)])
      ]
    }
    return nil
  }

  /// `early_stopping true`: a setting that is an entry of the catalogue, as its example writes it.
  private func entryHelp(_ word: Name, _ value: Expression) -> [Diagnostic.Help]? {
    guard value.isLiteral, let setting = TrainingReader.synonyms[word.text],
      let entry = TrainingReader.entries.first(where: { $0.0 == setting })?.1.first
    else { return nil }
    return [
      .init(
        "write it as in `\(entry.example)`",
        edits: [.init(word.range.union(value.range), entry.example)])
    ]
  }

  /// The settings whose value is an entry of the catalogue.
  private static let entries: [(String, [any CatalogueEntry.Type])] = [
    ("stop", Registry.stoppingRules), ("schedule", Registry.schedules),
    ("clip", Registry.clippings), ("penalty", Registry.penalties),
  ]

  /// How data sets are drawn; the only one that there may be is drawn in any case.
  private func checkedSampling(_ value: Expression, _ word: Name) -> (any Sampling)? {
    let sampling: (any Sampling)? = instance(value, .sampling, word, "samplings")
    guard let sampling, checker.dataSets.count == 1, !checker.hasErrors,
      type(of: sampling) != Registry.defaultSampling
    else { return sampling }
    checker.report(
      .idleSetting, "`sampling` has nothing to choose from: the spec has one data set",
      at: word.range, secondary: [(checker.dataSets[0].range, "the only one")],
      helps: [.init("leave the line out")])
    return nil
  }

  /// The share of the averaged parameters that stays in a step, or `nil` after a report.
  private func averageDecay(_ value: Expression, _ word: Name) -> Double? {
    guard let decay = checker.evaluate(value) else { return nil }
    if let number = decay.number, NumberRange.belowOne.contains(number) { return number }
    checker.report(
      .wrongArgument,
      "`average` takes \(NumberRange.belowOne.description), not \(checker.shown(decay))",
      at: value.range, label: "this is \(decay.kindName)",
      notes: ["it is the share of the average that stays in a step"],
      helps: [.init("write it as in `average 0.999`")])
    return nil
  }

  private func checkAccumulation(_ value: Expression, _ word: Name) {
    guard let count = number(value, word, 1...65_536), count > 1 else { return }
    checker.notePending("`accumulate`", at: word.range)
  }

  private func instance<Instance>(
    _ value: Expression, _ kind: EntryKind, _ word: Name, _ plural: String
  ) -> Instance? {
    checker.settingEntry(value, of: kind, for: word, plural: plural) as? Instance
  }

  private func number(
    _ expression: Expression, _ word: Name, _ range: ClosedRange<Int>
  ) -> Int? {
    checker.wholeNumber(expression, for: word, in: range)
  }

  // MARK: Monitor

  /// `TASK.METRIC`, the metric as the task writes it, or `TASK.loss`.
  private func monitor(_ expression: Expression) -> TrainingSettings.Monitor? {
    let text = checker.sources.text(expression.range)
    var base = expression
    if case .call(let callee, _) = expression.kind { base = callee }
    guard case .member(let owner, let metric) = base.kind, owner.isTaskName,
      let name = checker.taskName(owner)
    else {
      checker.report(
        .unknownMonitor,
        "a monitor is a task and what is reported of it, not `\(checker.excerpt(expression.range))`",
        at: expression.range, helps: monitorHelps(base))
      return nil
    }
    guard let task = checker.tasks.first(where: { $0.name == name || $0.family == name }) else {
      reportTask(Path([Name(name, owner.range)], owner.range), expression)
      return nil
    }
    let written = String(text.dropFirst(checker.sources.text(owner.range).count + 1))
    if metric.text == "loss" {
      return TrainingSettings.Monitor(task: name, metric: nil, higherIsBetter: false)
    }
    guard let found = task.metrics.first(where: { $0.name == written }) else {
      if checker.doubtfulTasks.contains(task.name) { return nil }
      checker.report(
        .unknownMonitor, "`\(task.name)` reports no `\(written.prefix(60))`", at: metric.range,
        secondary: [(task.range, "the task")],
        helps: unreportedHelps(metric, written, task))
      return nil
    }
    return TrainingSettings.Monitor(
      task: name, metric: found.name,
      higherIsBetter: type(of: found.metric).higherIsBetter)
  }

  /// What a monitor could be: a metric that the task does not report yet, or one that it does.
  private func unreportedHelps(
    _ metric: Name, _ written: String, _ task: CheckedTask
  ) -> [Diagnostic.Help] {
    let reported = task.metrics.map { $0.name } + ["loss"]
    if Registry.metrics.contains(where: { $0.name == metric.text }) {
      return [
        .init("let `\(task.name)` report it: `metric \(written)`"),
        .init("or monitor what it reports: " + reported.map { "`\($0)`" }.joined(separator: ", ")),
      ]
    }
    return checker.nameHelps(for: metric, among: reported, plural: "what it reports")
  }

  /// What a bare word of a monitor may have meant: a task that reports such a metric.
  private func monitorHelps(_ expression: Expression) -> [Diagnostic.Help] {
    let name = expression.path?.text ?? ""
    let task =
      checker.tasks.first { $0.metrics.contains { $0.name == name } }
      ?? (name.hasSuffix("loss") ? checker.tasks.first : nil)
    guard let task else {
      return [.init("write it as in `monitor digit.accuracy`, or `monitor digit.loss`")]
    }
    let part = name.hasSuffix("loss") ? "loss" : name
    let written = "\(checker.spelled(task.name)).\(part)"
    return [.init("write `\(written)`", edits: [.init(expression.range, written)])]
  }

  private func reportTask(_ path: Path, _ expression: Expression) {
    guard !checker.poisoned.contains(path.text) else { return }
    if checker.declared[path.text]?.kind == .task, checker.hasErrors { return }
    checker.report(
      .unknownMonitor, "there is no task `\(path.text)` to monitor", at: path.range,
      helps: checker.taskHelps(for: Name(path.text, path.range)))
  }
}
