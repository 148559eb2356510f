import MTLCatalogue
import MTLGraph
import MTLSource
import MTLSyntax

/// Checks the `loss`, `metric` and `output` lines of one task.
struct TaskResults {
  let checker: Checker
  let task: Declaration.LearningTask
  /// The task's name; that of the member where it is a family.
  let name: String
  private let lines: [Result]

  /// The named arguments that losses and metrics have besides their own parameters.
  static let commonArguments: Set<String> = ["of", "where", "weight"]

  init(checker: Checker, task: Declaration.LearningTask) {
    self.checker = checker
    self.task = task
    name = checker.member?.name(in: task.name.text) ?? task.name.text
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

  func values(of kind: Result.Kind) -> [Expression] {
    guard let line = lines.first(where: { $0.kind == kind }) else { return [] }
    for pipeline in line.values where pipeline.count > 1 {
      checker.report(
        .malformedResult, "a `\(kind.rawValue)` line has no `->`", at: pipeline[1].range,
        label: kind == .loss ? "steps stand in the chain" : "")
    }
    return line.values.compactMap { $0.first }
  }

  // MARK: Losses

  /// The terms of the task's loss; empty after a report.
  func losses() -> [CheckedLoss] {
    let values = values(of: .loss)
    guard let sum = values.first else {
      if lines.allSatisfy({ $0.kind != .loss }), !mayHoldLoss { reportMissingLoss() }
      return []
    }
    if values.count > 1 {
      reportSecondLoss(values)
      return []
    }
    let terms = TaskResults.terms(of: sum)
    let losses = terms.compactMap { loss($0) }
    return losses.count == terms.count ? losses : []
  }

  private func reportSecondLoss(_ values: [Expression]) {
    let between = SourceRange(values[0].range.end, values[1].range.start)
    checker.report(
      .malformedResult, "a task has one loss, and its terms are not listed with commas",
      at: values[1].range, label: "the second one",
      helps: [
        .init(
          "add the terms, each with a factor if wanted",
          edits: values.count == 2 ? [.init(between, " + ")] : [])
      ])
  }

  /// Whether a line that is wrong, and has been reported, may be the loss.
  private var mayHoldLoss: Bool {
    task.body.items.contains { item in
      switch item {
      case .malformed: true
      case .result: false
      case .chain(let chain):
        chain.steps.contains { step in
          Registry.losses.contains { $0.name == step.call.name.text }
        }
      }
    }
  }

  private func reportMissingLoss() {
    checker.report(
      .missingLoss, "the task `\(task.name.text)` has no loss, so nothing trains it",
      at: task.name.range, helps: [.init("add a line such as `loss \(possibleLoss)`")])
  }

  /// A loss of a label of the spec: the one that is called like the task, else the first.
  private var possibleLoss: String {
    let labels = checker.dataSets.flatMap { data in
      data.columns.filter { $0.role == .label && $0.type != nil }.map { (data, $0) }
    }
    guard let (data, column) = labels.first(where: { $0.1.name == task.name.text }) ?? labels.first,
      let type = labelType(of: Target(data: data.name, label: column.name, mask: nil)),
      let loss = Registry.usualLosses.first(where: { MismatchReport.takes($0, label: type) })
    else { return "name(data.label)" }
    return "\(loss.name)(\(checker.spelled(data.name)).\(checker.spelled(column.name)))"
  }

  /// The terms of a sum.
  private static func terms(of expression: Expression) -> [Expression] {
    guard case .binary(.plus, let lhs, let rhs, _) = expression.kind else { return [expression] }
    return terms(of: lhs) + terms(of: rhs)
  }

  private func loss(_ term: Expression) -> CheckedLoss? {
    guard let (factor, expression) = factor(of: term) else { return nil }
    guard let call = call(expression, of: .loss),
      let type = checker.entry(call.name, among: Registry.losses, kind: "loss", plural: "losses")
    else { return nil }
    guard let label = onlyLabel(of: call, type) else { return nil }
    let settings = call.without(label).without(TaskResults.commonArguments)
    guard let arguments = checker.bind(settings, to: type),
      let target = target(label: label, call: call), let prediction = predictionName(in: call)
    else { return nil }
    let instance = type.init(arguments)
    checker.noteEntry(instance, at: call.name)
    guard check(instance, call, label, target, prediction.alias) else { return nil }
    let weight = call.arguments.first { $0.name?.text == "weight" }?.value.path
    return CheckedLoss(
      factor: factor, loss: instance, target: target, prediction: prediction.alias,
      weight: weight?.names.last?.text, range: call.range)
  }

  /// The one positional argument of a loss.
  private func onlyLabel(of call: Call, _ type: any Loss.Type) -> Expression? {
    let given = call.arguments.filter { $0.label == nil }
    guard let label = given.first?.value else {
      checker.report(
        .missingArgument, "`\(call.name.text)` needs the label that it compares with",
        at: call.range, helps: [.init("write `\(call.name.text)(data.label)`")])
      return nil
    }
    guard given.count > 1 else { return reportValueAsLabel(label, call) ? nil : label }
    reportSecondValue(call, given, of: type)
    return nil
  }

  func call(_ expression: Expression, of kind: Result.Kind) -> Call? {
    switch expression.kind {
    case .name(let name): return Call(name: name, arguments: [], range: expression.range)
    case .call(let callee, let arguments):
      if let name = callee.dottedName {
        return Call(name: name, arguments: arguments, range: expression.range)
      }
    case .missing: return nil
    default: break
    }
    reportMalformed(expression, kind)
    return nil
  }

  func target(label: Expression, call: Call) -> Target? {
    if let value = valueLabel(label) { return value }
    let data: String
    let column: String
    if let path = label.path {
      guard let (owner, found) = checker.resolveColumn(path) else { return nil }
      (data, column) = (owner.name, found.name)
    } else {
      guard let (owner, computed) = checker.computedColumn(label, data: nil) else { return nil }
      (data, column) = (owner, computed.name)
    }
    guard let owner = checker.dataSet(named: data), checkWeight(of: call, in: owner) else {
      return nil
    }
    guard let mask = call.arguments.first(where: { $0.name?.text == "where" })?.value else {
      return Target(data: data, label: column, mask: nil)
    }
    return maskName(mask, of: owner, label: column).map {
      Target(data: data, label: column, mask: $0)
    }
  }

  /// The value that `of:` names; `nil` inside for the end of the chain.
  func predictionName(in call: Call) -> (alias: String?, Void)? {
    guard let argument = call.arguments.first(where: { $0.name?.text == "of" }) else {
      return (nil, ())
    }
    let known = (checker.aliases[name] ?? []).map { $0.text }
    guard let path = argument.value.path, path.names.count == 1, known.contains(path.text) else {
      let name = argument.value.path?.names[0] ?? Name("", argument.value.range)
      checker.report(
        .unknownName,
        "the task names no value `\(argument.value.path?.text ?? checker.excerpt(argument.value.range))`",
        at: argument.value.range, notes: ["a step names its value with `as`"],
        helps: checker.nameHelps(for: name, among: known, plural: "its named values"))
      return nil
    }
    return (path.text, ())
  }

  private func check(
    _ loss: any Loss, _ call: Call, _ label: Expression, _ target: Target, _ alias: String?
  ) -> Bool {
    guard let labelType = labelType(of: target, at: label) else { return false }
    if checker.poisoned.contains(task.name.text) { return true }
    guard let prediction = checker.prediction(of: name, named: alias) else {
      reportRecord(call)
      return false
    }
    guard isOfSameRows(target, label, alias) else { return false }
    do {
      try loss.check(prediction: prediction, label: labelType)
      return type(of: loss).takesCounts ? holdsCounts(target, label, call) : true
    } catch {
      let report = MismatchReport(
        checker: checker, task: task, call: call, label: label, target: target,
        labelType: labelType, prediction: prediction)
      if case .classCount(let predicted, let classes) = error, [predicted].mayEqual([classes]) {
        report.noteUnknownCount(predicted, classes)
        return true
      }
      report.report(error)
      return false
    }
  }

  private func reportRecord(_ call: Call) {
    checker.report(
      .recordNotEncoded, "the task predicts columns as they are, and a loss takes numbers",
      at: call.range, secondary: task.inputs.first.map { [($0.range, "columns")] } ?? [],
      helps: [.init("give the body steps, such as `encode -> dense(1)`")])
  }

  /// Whether the label belongs to the rows that the prediction is made of, or a report.
  func isOfSameRows(_ target: Target, _ label: Expression, _ alias: String?) -> Bool {
    guard let data = checker.dataSet(named: target.data),
      let rows = checker.rows(of: name, named: alias),
      data.rows != rows, !checker.dataSets(ofRows: rows).contains(data.name)
    else { return true }
    let other = checker.dataSets(ofRows: rows).first ?? "another data set"
    checker.report(
      .foreignLabel,
      "`\(task.name.text)` predicts rows of `\(other)`, and its label is one of `\(data.name)`",
      at: label.range, label: "of `\(data.name)`",
      secondary: task.inputs.first.map { [($0.range, "rows of `\(other)`")] } ?? [],
      notes: ["a row has no label in another data set, so nothing could be learnt"])
    return false
  }

  func labelType(of target: Target, at label: Expression? = nil) -> ValueType? {
    if target.data.isEmpty { return typeOfValueLabel(target.label) }
    if let last = checker.lastLabel, last.name == target.label, last.data == target.data {
      return last.type
    }
    guard let data = checker.dataSet(named: target.data),
      let column = data.column(target.label) ?? data.openColumns?.column(target.label)
    else { return nil }
    guard let type = column.type else {
      if let label {
        checker.report(
          .untypedColumn, "`\(target.data).\(target.label)` has no type, so it can be no label",
          at: label.range, secondary: [(column.range, "declared here")],
          helps: [
            .init(
              "give it one, such as `: number`",
              edits: [.init(SourceRange(column.range.end, column.range.end), ": number")])
          ])
      }
      return nil
    }
    let found = checker.valueType(of: column, in: data.name, type)
    checker.lastLabel = (data.name, target.label, found)
    return found
  }
}

extension Call {
  /// The call without an argument.
  func without(_ value: Expression?) -> Call {
    guard let value else { return self }
    return Call(
      name: name,
      arguments: arguments.filter { $0.label != nil || $0.value.range != value.range },
      range: range)
  }

  /// The call without arguments of some names.
  func without(_ names: Set<String>) -> Call {
    Call(
      name: name, arguments: arguments.filter { $0.name.map { !names.contains($0.text) } ?? true },
      range: range)
  }

  /// The call as it is written, arguments that are left out left out.
  func text(in source: SourceMap) -> String {
    guard !arguments.isEmpty else { return name.text }
    return "\(name.text)(" + arguments.map { source.text($0.range) }.joined(separator: ", ") + ")"
  }
}
