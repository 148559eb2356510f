import MTLCatalogue
import MTLGraph
import MTLSource
import MTLSyntax

/// Checks the `loss`, `metric` and `output` lines of one task.
struct TaskResults {
  let checker: Checker
  let task: Declaration.LearningTask
  private let lines: [Result]

  /// The named arguments that losses and metrics have besides their own parameters.
  static let commonArguments: Set<String> = ["of", "where", "weight"]

  init(checker: Checker, task: Declaration.LearningTask) {
    self.checker = checker
    self.task = task
    lines = task.body.items.compactMap { if case .result(let line) = $0 { line } else { nil } }
    for kind in [Result.Kind.loss, .metric, .output] { reportRepeated(kind) }
  }

  private func reportRepeated(_ kind: Result.Kind) {
    let all = lines.filter { $0.kind == kind }
    guard all.count > 1 else { return }
    checker.report(
      .repeatedLine, "`\(kind.rawValue)` stands twice in `\(task.name.text)`", at: all[1].keyword,
      secondary: [(all[0].keyword, "first here")],
      helps: [
        .init(
          kind == .loss
            ? "add the terms with `+` on one line" : "separate what is listed with commas")
      ])
  }

  private func values(of kind: Result.Kind) -> [Expression] {
    guard let line = lines.first(where: { $0.kind == kind }) else { return [] }
    for pipeline in line.values where pipeline.count > 1 {
      checker.report(
        .malformedResult, "a `\(kind.rawValue)` line has no `->`", at: pipeline[1].range)
    }
    return line.values.compactMap { $0.first }
  }

  // MARK: Losses

  /// The terms of the task's loss; empty after a report.
  func losses() -> [CheckedLoss] {
    let values = values(of: .loss)
    guard let sum = values.first else {
      if lines.allSatisfy({ $0.kind != .loss }) { reportMissingLoss() }
      return []
    }
    if values.count > 1 {
      checker.report(
        .malformedResult, "a task has one loss", at: values[1].range,
        helps: [.init("add terms with `+`, such as `mse(a.x) + 0.5 * mae(a.y)`")])
      return []
    }
    let terms = TaskResults.terms(of: sum)
    let losses = terms.compactMap { loss($0) }
    return losses.count == terms.count ? losses : []
  }

  private func reportMissingLoss() {
    checker.report(
      .missingLoss, "the task `\(task.name.text)` has no loss, so nothing trains it",
      at: task.name.range,
      helps: [.init("add a line such as `loss cross_entropy(data.label)`")])
  }

  /// The terms of a sum.
  private static func terms(of expression: Expression) -> [Expression] {
    guard case .binary(.plus, let lhs, let rhs, _) = expression.kind else { return [expression] }
    return terms(of: lhs) + terms(of: rhs)
  }

  private func loss(_ term: Expression) -> CheckedLoss? {
    var factor = 1.0
    var expression = term
    if case .binary(.times, let lhs, let rhs, _) = term.kind {
      guard let constant = checker.evaluate(lhs) else { return nil }
      guard let number = constant.number, number.isFinite, number > 0 else {
        checker.report(
          .malformedResult, "the factor of a loss is a number above 0, not \(constant)",
          at: lhs.range)
        return nil
      }
      factor = number
      expression = rhs
    }
    guard let call = call(expression, of: .loss),
      let type = checker.entry(call.name, among: Registry.losses, kind: "loss", plural: "losses")
    else { return nil }
    guard let label = call.arguments.first(where: { $0.label == nil })?.value else {
      checker.report(
        .missingArgument, "`\(call.name.text)` needs the label that it compares with",
        at: call.range, helps: [.init("write `\(call.name.text)(data.label)`")])
      return nil
    }
    let settings = call.without(label).without(TaskResults.commonArguments)
    guard let arguments = checker.bind(settings, to: type.parameters),
      let target = target(label: label, call: call), let prediction = predictionName(in: call)
    else { return nil }
    let instance = type.init(arguments)
    guard check(instance, call, label, target, prediction.alias) else { return nil }
    return CheckedLoss(
      factor: factor, loss: instance, target: target, prediction: prediction.alias,
      range: call.range)
  }

  private func call(_ expression: Expression, of kind: Result.Kind) -> Call? {
    switch expression.kind {
    case .name(let name): return Call(name: name, arguments: [], range: expression.range)
    case .call(let callee, let arguments):
      if case .name(let name) = callee.kind {
        return Call(name: name, arguments: arguments, range: expression.range)
      }
    case .missing: return nil
    default: break
    }
    checker.report(
      .malformedResult,
      kind == .loss
        ? "a loss is written `name(label)`, with a constant factor before it if wanted"
        : "a metric is written by its name, with arguments if it has any", at: expression.range)
    return nil
  }

  private func target(label: Expression, call: Call) -> Target? {
    for argument in call.arguments where argument.name?.text == "weight" {
      checker.reportNotYet("`weight:`", at: argument.range)
      return nil
    }
    let data: String
    let column: String
    if let path = label.path {
      guard let (owner, found) = checker.resolveColumn(path) else { return nil }
      (data, column) = (owner.name, found.name)
    } else {
      guard let (owner, computed) = checker.computedColumn(label, data: nil) else { return nil }
      (data, column) = (owner, computed.name)
    }
    guard let mask = call.arguments.first(where: { $0.name?.text == "where" })?.value else {
      return Target(data: data, label: column, mask: nil)
    }
    guard let owner = checker.dataSets.first(where: { $0.name == data }),
      let (_, computed) = checker.computedColumn(mask, data: owner)
    else { return nil }
    return Target(data: data, label: column, mask: computed.name)
  }

  /// The value that `of:` names; `nil` inside for the end of the chain.
  private func predictionName(in call: Call) -> (alias: String?, Void)? {
    guard let argument = call.arguments.first(where: { $0.name?.text == "of" }) else {
      return (nil, ())
    }
    let known = checker.aliases[task.name.text] ?? []
    guard let path = argument.value.path, path.names.count == 1, known.contains(path.text) else {
      let name = argument.value.path?.names[0] ?? Name("", argument.value.range)
      checker.report(
        .unknownName, "the task names no value `\(checker.tree.source.text(argument.value.range))`",
        at: argument.value.range, notes: ["a step names its value with `as`"],
        helps: checker.nameHelps(for: name, among: known, plural: "its named values"))
      return nil
    }
    return (path.text, ())
  }

  private func check(
    _ loss: any Loss, _ call: Call, _ label: Expression, _ target: Target, _ alias: String?
  ) -> Bool {
    guard let prediction = checker.prediction(of: task.name.text, named: alias) else {
      checker.report(
        .recordNotEncoded, "the task predicts columns as they are; a loss takes numbers",
        at: call.range, helps: [.init("begin the body with `encode`")])
      return false
    }
    guard let labelType = labelType(of: target) else { return false }
    do {
      try loss.check(prediction: prediction, label: labelType)
      return true
    } catch {
      MismatchReport(
        checker: checker, task: task, call: call, label: label, target: target,
        labelType: labelType, prediction: prediction
      ).report(error)
      return false
    }
  }

  private func labelType(of target: Target) -> ValueType? {
    guard let data = checker.dataSets.first(where: { $0.name == target.data }),
      let column = data.column(target.label), let type = column.type
    else { return nil }
    return checker.valueType(of: column, in: data.name, type)
  }

  // MARK: Metrics

  /// The task's metrics; what is wrong is reported and left out.
  func metrics(losses: [CheckedLoss]) -> [CheckedMetric] {
    values(of: .metric).compactMap { metric($0, losses: losses) }
  }

  private func metric(_ expression: Expression, losses: [CheckedLoss]) -> CheckedMetric? {
    guard let call = call(expression, of: .metric),
      let type = checker.entry(
        call.name, among: Registry.metrics, kind: "metric", plural: "metrics")
    else { return nil }
    let label = call.arguments.first { $0.label == nil }?.value
    let settings = call.without(label).without(TaskResults.commonArguments)
    guard let arguments = checker.bind(settings, to: type.parameters) else { return nil }
    let metric = type.init(arguments)
    guard !losses.isEmpty else { return nil }
    guard let (target, alias) = subject(of: call, label, losses: losses),
      let labelType = labelType(of: target)
    else { return nil }
    do {
      try metric.check(label: labelType)
    } catch {
      if let prediction = checker.prediction(of: task.name.text, named: alias) {
        MismatchReport(
          checker: checker, task: task, call: call, label: label ?? expression, target: target,
          labelType: labelType, prediction: prediction
        ).report(error)
      }
      return nil
    }
    return CheckedMetric(
      name: settings.text(in: checker.tree.source), metric: metric, target: target,
      prediction: alias, transform: transform(of: alias, losses: losses))
  }

  /// What a metric compares: as it says, or as the task's only loss does.
  private func subject(
    of call: Call, _ label: Expression?, losses: [CheckedLoss]
  ) -> (Target, String?)? {
    if let label {
      guard let target = target(label: label, call: call), let alias = predictionName(in: call)
      else { return nil }
      return (target, alias.alias)
    }
    guard losses.count == 1 else {
      checker.report(
        .metricWithoutLabel,
        "`\(call.name.text)` has to name its label, for the loss has "
          + "\(losses.count) terms", at: call.range,
        helps: [.init("write `\(call.name.text)(data.label, of: value)`")])
      return nil
    }
    return (losses[0].target, losses[0].prediction)
  }

  // MARK: Outputs

  /// What the task predicts: as `output` says, else what the losses read.
  func outputs(losses: [CheckedLoss]) -> [CheckedOutput] {
    let given = values(of: .output)
    if !given.isEmpty { return given.compactMap { output($0, losses: losses) } }
    var seen: Set<String?> = []
    let read = losses.filter { seen.insert($0.prediction).inserted }
    return read.map { loss in
      let name = read.count == 1 ? task.name.text : "\(task.name.text).\(loss.prediction ?? "end")"
      return CheckedOutput(
        name: name, prediction: loss.prediction,
        transform: transform(of: loss.prediction, losses: losses), target: loss.target)
    }
  }

  private func output(_ expression: Expression, losses: [CheckedLoss]) -> CheckedOutput? {
    let known = checker.aliases[task.name.text] ?? []
    guard let path = expression.path, path.names.count == 1, known.contains(path.text) else {
      let name = expression.path?.names[0] ?? Name("", expression.range)
      checker.report(
        .unknownName, "`output` takes named values of the task", at: expression.range,
        notes: ["a step names its value with `as`"],
        helps: checker.nameHelps(for: name, among: known, plural: "its named values"))
      return nil
    }
    let loss = losses.first { $0.prediction == path.text }
    return CheckedOutput(
      name: "\(task.name.text).\(path.text)", prediction: path.text,
      transform: transform(of: path.text, losses: losses), target: loss?.target)
  }

  /// How a value becomes what users read: as the loss that reads it says.
  private func transform(of alias: String?, losses: [CheckedLoss]) -> PredictionTransform {
    guard let loss = losses.first(where: { $0.prediction == alias }),
      let prediction = checker.prediction(of: task.name.text, named: alias)
    else { return .none }
    return loss.loss.transform(isProbability: prediction.isProbability)
  }
}

extension Call {
  /// The call without an argument.
  fileprivate func without(_ value: Expression?) -> Call {
    guard let value else { return self }
    return Call(
      name: name,
      arguments: arguments.filter { $0.label != nil || $0.value.range != value.range },
      range: range)
  }

  /// The call without arguments of some names.
  fileprivate func without(_ names: Set<String>) -> Call {
    Call(
      name: name, arguments: arguments.filter { $0.name.map { !names.contains($0.text) } ?? true },
      range: range)
  }

  /// The call as it is written, arguments that are left out left out.
  fileprivate func text(in source: SourceText) -> String {
    guard !arguments.isEmpty else { return name.text }
    return "\(name.text)(" + arguments.map { source.text($0.range) }.joined(separator: ", ") + ")"
  }
}
