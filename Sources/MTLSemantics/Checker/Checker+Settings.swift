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
    let names = self.names(of: .task) + tasks.filter { $0.family != nil }.map { $0.name }
    let known = Set(names)
    guard case .weights(let list)? = arguments["weights"] else { return }
    let weights = Dictionary(list.map { ($0.task, $0) }, uniquingKeysWith: { first, _ in first })
    for argument in call.arguments {
      guard let label = argument.label, let task = taskName(label), let weight = weights[task]
      else { continue }
      if !known.contains(task), !isUnknownMember(label) {
        report(
          .unknownTask, "there is no task `\(task)` to weigh", at: label.range,
          helps: nameHelps(for: Name(task, label.range), among: names, plural: "the tasks"))
      } else if !(weight.weight >= 0 && weight.weight.isFinite) {
        report(
          .wrongArgument,
          "the weight of a task is a number from 0 on, not \(ConstantValue.plain(weight.weight))",
          at: argument.value.range,
          notes: ["a loss with a weight below 0 would be made as large as possible"])
      }
    }
  }

  /// A setting's value as a call: `adam`, `adam(learning_rate: 0.001)`.
  func settingCall(
    _ expression: Expression, for setting: String, among entries: [any CatalogueEntry.Type] = []
  ) -> Call? {
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
      at: expression.range, label: textHelp(expression) == nil ? "" : "a text",
      helps: textHelp(expression).map { [$0] } ?? exampleHelp(entries))
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
    default: reportUnknown(word, value)
    }
  }

  private func reportUnknown(_ word: Name, _ value: Expression) {
    checker.report(
      .unknownSetting, "`train` has no setting `\(word.text)`", at: word.range,
      helps: argumentHelp(word, value)
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
    let optimizer = type(of: optimizer)
    guard optimizer.parameters.contains(where: { $0.name == name }) else { return nil }
    let text = checker.tree.source.text(value.range)
    return [
      .init("it belongs to the optimizer: `optimizer \(optimizer.name)(\(name): \(text))`")
    ]
  }

  private func anyInstance<Entry>(
    _ value: Expression, _ entries: [Entry], _ word: Name, _ plural: String
  ) -> (any CatalogueEntry)? {
    let types = entries.compactMap { $0 as? any CatalogueEntry.Type }
    guard let call = checker.settingCall(value, for: word.text, among: types),
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
      "`\(word.text)` takes \(ParameterKind.integer(range).description), not "
        + checker.shown(value),
      at: expression.range, label: "this is \(value.kindName)")
    return nil
  }

  // MARK: Monitor

  /// `TASK.METRIC`, the metric as the task writes it, or `TASK.loss`.
  private func monitor(_ expression: Expression) -> TrainingSettings.Monitor? {
    let text = checker.tree.source.text(expression.range)
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
    let written = String(text.dropFirst(checker.tree.source.text(owner.range).count + 1))
    if metric.text == "loss" {
      return TrainingSettings.Monitor(task: name, metric: nil, higherIsBetter: false)
    }
    guard let found = task.metrics.first(where: { $0.name == written }) else {
      if checker.doubtfulTasks.contains(task.name) { return nil }
      checker.report(
        .unknownMonitor, "`\(task.name)` reports no `\(written.prefix(60))`", at: metric.range,
        secondary: [(task.range, "the task")],
        helps: unreportedHelps(metric, task))
      return nil
    }
    return TrainingSettings.Monitor(
      task: name, metric: found.name,
      higherIsBetter: type(of: found.metric).higherIsBetter)
  }

  /// What a monitor could be: a metric that the task does not report yet, or one that it does.
  private func unreportedHelps(_ metric: Name, _ task: CheckedTask) -> [Diagnostic.Help] {
    let reported = task.metrics.map { $0.name } + ["loss"]
    if Registry.metrics.contains(where: { $0.name == metric.text }) {
      return [
        .init("let `\(task.name)` report it: `metric \(metric.text)`"),
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
      helps: checker.nameHelps(
        for: Name(path.text, path.range), among: checker.names(of: .task), plural: "the tasks"))
  }
}
