import MTLCatalogue
import MTLSource
import MTLSyntax

/// What is written in the place of a loss or a metric, and how it is written here.
extension TaskResults {
  /// Reports a term of a loss or an entry of a metric line that is no call.
  func reportMalformed(_ expression: Expression, _ kind: Result.Kind) {
    checker.report(
      .malformedResult,
      kind == .loss
        ? "a loss is written `name(label)`, with a constant factor before it if wanted"
        : "a metric is written by its name, with arguments if it has any", at: expression.range,
      helps: kind == .loss ? lossHelp(expression) : metricHelp(expression))
  }

  /// `mse(y) / 2`: a factor before the loss says the same.
  private func lossHelp(_ expression: Expression) -> [Diagnostic.Help] {
    guard case .binary(let symbol, let lhs, let rhs, _) = expression.kind, symbol == .divided,
      lhs.call != nil, case .number(let divisor, _) = rhs.kind, divisor > 0
    else { return [] }
    let written = "\(ConstantValue.plain(1 / divisor)) * \(checker.sources.text(lhs.range))"
    return [.init("write the factor before it", edits: [.init(expression.range, written)])]
  }

  /// `metric [accuracy, auc]`, `metric "accuracy"`: names stand as they are, with commas between them.
  private func metricHelp(_ expression: Expression) -> [Diagnostic.Help] {
    switch expression.kind {
    case .list(let elements):
      guard let first = elements.first, let last = elements.last else { return [] }
      let inner = checker.sources.text(first.range.union(last.range))
      return [.init("leave the brackets out", edits: [.init(expression.range, inner)])]
    case .string(let text):
      return [.init("leave the quotes out", edits: [.init(expression.range, text)])]
    default: return []
    }
  }

  /// The factor of a term and the call that it multiplies, or `nil` after a report.
  func factor(of term: Expression) -> (factor: Double, loss: Expression)? {
    guard case .binary(.times, let lhs, let rhs, _) = term.kind else { return (1, term) }
    if case .call = lhs.kind, rhs.isLiteral {
      let written = "\(checker.sources.text(rhs.range)) * \(checker.sources.text(lhs.range))"
      checker.report(
        .malformedResult, "the factor of a loss stands before it", at: term.range,
        helps: [.init("exchange the two", edits: [.init(term.range, written)])])
      return nil
    }
    guard let constant = checker.evaluate(lhs) else { return nil }
    guard let number = constant.number, number.isFinite, number > 0 else {
      reportFactor(constant, at: lhs.range)
      return nil
    }
    return (number, rhs)
  }

  private func reportFactor(_ value: ConstantValue, at range: SourceRange) {
    var notes: [String] = []
    var helps: [Diagnostic.Help] = []
    if case .share(let share) = value {
      helps = [.init("write it as a number", edits: [.init(range, ConstantValue.plain(share))])]
    } else if let number = value.number, number < 0 {
      notes = ["a loss that is made smaller cannot at once be made larger"]
    } else if value.number == 0 {
      helps = [.init("leave the term out")]
    }
    checker.report(
      .malformedResult, "the factor of a loss is a number above 0, not \(checker.shown(value))",
      at: range, notes: notes, helps: helps)
  }

  /// Reports a second value beside the label: a setting without its name, or a prediction.
  func reportSecondValue(
    _ call: Call, _ given: [Expression.Argument], of type: any CatalogueEntry.Type
  ) {
    let named = type.parameters.filter { !$0.isPositional }
    let binder = ArgumentBinder(
      checker: checker, call: call, parameters: named, scope: [:], columns: [])
    if given[1].value.isLiteral,
      let parameter = named.first(where: { binder.takes(given[1].value, $0) })
    {
      let start = given[1].range.start
      return checker.report(
        .misplacedArgument, "`\(call.name.text)` takes `\(parameter.name)` by name",
        at: given[1].range,
        helps: [
          .init("name it", edits: [.init(SourceRange(start, start), "\(parameter.name): ")])
        ])
    }
    checker.report(
      .unknownArgument, "a loss takes the label alone, not a prediction beside it",
      at: given[1].range, label: "the second value",
      secondary: [(given[0].range, "the first one")],
      notes: ["the prediction is the end of the chain, or the value that `of:` names"],
      helps: [labelHelp(call, given)])
  }

  /// The call with that of two values as label that is a column.
  private func labelHelp(_ call: Call, _ given: [Expression.Argument]) -> Diagnostic.Help {
    let columns = given.compactMap { argument in
      argument.value.path.flatMap { path -> String? in
        guard path.names.count == 2, checker.dataSet(named: path.names[0].text) != nil else {
          return nil
        }
        return checker.sources.text(path.range)
      }
    }
    guard columns.count == 1, call.arguments.count == 2, given.count == 2 else {
      return .init("write `\(call.name.text)(data.label)`")
    }
    let range = given[0].range.union(given[1].range)
    return .init("compare with the label", edits: [.init(range, columns[0])])
  }

  /// Reports a label that is a value of the body, as where label and `of:` are exchanged; answers
  /// whether it was one.
  func reportValueAsLabel(_ label: Expression, _ call: Call) -> Bool {
    guard let path = label.path, path.names.count == 1,
      (checker.aliases[name] ?? []).contains(where: { $0.text == path.text })
    else { return false }
    var helps: [Diagnostic.Help] = []
    if let other = call.arguments.first(where: { $0.name?.text == "of" })?.value,
      let column = other.path, checker.dataSet(named: column.names[0].text) != nil
    {
      helps = [
        .init(
          "exchange the two",
          edits: [
            .init(label.range, checker.sources.text(other.range)), .init(other.range, path.text),
          ])
      ]
    }
    checker.report(
      .wrongReference, "`\(path.text)` is a value of the body, and a label comes first",
      at: label.range, notes: ["`of:` names the value that is compared with the label"],
      helps: helps)
    return true
  }

  /// Reports `top_k(3)`: a setting without its name where a label could stand; answers whether it is one.
  func reportUnnamedSetting(_ call: Call, of type: any CatalogueEntry.Type) -> Bool {
    let given = call.arguments.filter { $0.label == nil }
    let binder = ArgumentBinder(
      checker: checker, call: call, parameters: type.parameters, scope: [:], columns: [])
    guard let first = given.first, first.value.isLiteral,
      let parameter = type.parameters.first(where: { binder.takes(first.value, $0) })
    else { return false }
    checker.report(
      .misplacedArgument, "`\(call.name.text)` takes `\(parameter.name)` by name",
      at: first.range,
      helps: [
        .init(
          "name it",
          edits: [
            .init(SourceRange(first.range.start, first.range.start), "\(parameter.name): ")
          ])
      ])
    return true
  }
}
