import MTLCatalogue
import MTLSource
import MTLSyntax

extension ArgumentBinder {
  /// Reports several values where only names can stand.
  func reportExtra(_ range: SourceRange) {
    let count = parameters.count { $0.isPositional }
    checker.report(
      .misplacedArgument,
      "`\(call.name.text)` takes \(count == 0 ? "no value" : count == 1 ? "one value" : "\(count) values")"
        + " by position, and here are \(call.arguments.count { $0.label == nil })",
      at: range, label: "these too many", helps: [.init("it is written `\(form)`")])
  }

  /// Whether an argument as it is written could be a parameter's value.
  func takes(_ expression: Expression, _ parameter: ParameterDeclaration) -> Bool {
    switch expression.kind {
    case .number(let value, let isInteger):
      let number =
        isInteger && abs(value) < 0x1p53 ? ConstantValue.integer(Int(value)) : .float(value)
      return parameter.kind.accept(number) != nil
    case .flag(let flag): return parameter.kind.accept(.flag(flag)) != nil
    case .string(let text): return parameter.kind.accept(.text(text)) != nil
    case .share(let share): return parameter.kind.accept(.share(share)) != nil
    case .name(let name) where parameter.kind.words != nil:
      return parameter.kind.words?.contains(name.text) ?? false
    case .name(let name):
      return (scope[name.text] ?? checker.constants[name.text]).map {
        parameter.kind.accept($0) != nil
      } ?? false
    default: return true
    }
  }

  /// The call with the names of its parameters, as a pattern.
  var form: String {
    let parts = parameters.map { $0.isPositional ? $0.name : "\($0.name): ..." }
    return "\(call.name.text)(\(parts.joined(separator: ", ")))"
  }

  func reportUnknown(_ name: Name, _ argument: Expression.Argument) {
    if Registry.plannedParameters[call.name.text]?.contains(name.text) ?? false {
      return checker.reportNotYet("`\(name.text):` of `\(call.name.text)`", at: name.range)
    }
    let given = Set(call.arguments.compactMap { $0.name?.text })
    let names = parameters.filter { !$0.isPositional && !given.contains($0.name) }.map { $0.name }
    var helps =
      habitHelp(name, argument)
      ?? checker.nameHelps(for: name, among: names, plural: "its named parameters")
    let takesShares = parameters.contains { if case .share = $0.kind { true } else { false } }
    if takesShares, name.text.hasPrefix("train") {
      helps = [.init("leave it out: all rows that are not held out train")]
    } else if let other = ArgumentBinder.synonyms[name.text], names.contains(other) {
      helps = [.init("it is called `\(other)` here", edits: [.init(name.range, other)])]
    } else if helps.isEmpty, !parameters.isEmpty {
      helps = [.init("it is written `\(form)`")]
    }
    checker.report(
      .unknownArgument,
      parameters.isEmpty
        ? "`\(call.name.text)` takes no arguments, so it has no `\(name.text)`"
        : "`\(call.name.text)` has no parameter `\(name.text)`", at: name.range, helps: helps)
  }

  /// What other libraries call parameters.
  private static let synonyms = [
    "lr": "learning_rate", "eps": "epsilon",
    "kernel_size": "kernel", "strides": "stride",
    "use_bias": "bias", "wd": "weight_decay", "val": "validation", "valid": "validation",
    "na_values": "missing", "n_rows": "rows", "gamma": "factor", "milestones": "at",
    "warmup_steps": "warmup", "warmup_epochs": "warmup", "min_delta": "min_change",
    "random_state": "seed", "scaling": "scale", "num_rows": "rows", "count": "rows",
  ]

  /// Reports the first element of a list that is not what the list holds; answers whether one is.
  func reportElement(
    _ value: ConstantValue, _ expression: Expression, _ parameter: ParameterDeclaration
  ) -> Bool {
    guard case .list(let values) = value, case .list(let elements) = expression.kind,
      let kind = parameter.kind.elementKind,
      let place = values.firstIndex(where: { kind.accept($0) == nil }), place < elements.count
    else { return false }
    checker.report(
      .wrongArgument,
      "each element of `\(parameter.name)` of `\(call.name.text)` is \(kind.description), not "
        + checker.shown(values[place]),
      at: elements[place].range, label: "this is \(values[place].kindName)")
    return true
  }

  /// Reports a list that names one text twice; answers whether it did.
  func reportRepeatedText(
    _ value: ConstantValue, _ expression: Expression, _ parameter: ParameterDeclaration
  ) -> Bool {
    guard case .list(let values) = value, parameter.kind.accept(value) != nil else { return false }
    var seen: Set<String> = []
    for case .text(let text) in values where !seen.insert(text).inserted {
      checker.report(
        .wrongArgument,
        "`\(parameter.name)` of `\(call.name.text)` names \(checker.shown(.text(text))) twice",
        at: expression.range, helps: [.init("leave one of them out")])
      return true
    }
    return false
  }

  /// What was most likely meant: `0.1` for `10%`, or the other way round, `5` for `5 epochs`.
  func kindHelp(
    _ value: ConstantValue, _ expression: Expression, _ parameter: ParameterDeclaration
  ) -> [Diagnostic.Help] {
    switch (parameter.kind, value) {
    case (.share, _):
      guard let number = value.number, number >= 0, number <= 100 else { return [] }
      let share = ConstantValue.share(number <= 1 ? number : number / 100).description
      return [.init("write it as a share", edits: [.init(expression.range, share)])]
    case (.number(let range), .share(let share)) where range.contains(share):
      return [.init("write it as a number", edits: [.init(expression.range, "\(share)")])]
    case (.number(let range), .integer(let percent))
    where percent > 1 && percent <= 100 && range.contains(Double(percent) / 100):
      let part = ConstantValue.plain(Double(percent) / 100)
      return [.init("\(percent) % is `\(part)`", edits: [.init(expression.range, part)])]
    case (.duration, .integer(let number)) where number > 0:
      let text = ConstantValue.duration(Duration(Double(number), .epoch)).description
      return [.init("say of what, such as `\(text)`", edits: [.init(expression.range, text)])]
    case (.flag, .integer(let number)) where number == 0 || number == 1:
      let flag = number == 1 ? "true" : "false"
      return [.init("write it as a flag", edits: [.init(expression.range, flag)])]
    case (.either, .text), (.list, .text):
      let texts = call.arguments.filter { $0.label == nil }.map { $0.value }
      guard parameter.kind.accept(.list([value])) != nil, let first = texts.first,
        let last = texts.last, parameter.isPositional
      else { return [] }
      let list = "[\(texts.map { checker.sources.text($0.range) }.joined(separator: ", "))]"
      return [
        .init("write a list", edits: [.init(first.range.union(last.range), list)])
      ]
    default: return spellingHelp(value, expression, parameter)
    }
  }
}

extension ParameterKind {
  /// Whether a value is of the kind and only outside of its range, so that to name its kind says nothing.
  func takesNumber(_ value: ConstantValue) -> Bool {
    switch (self, value) {
    case (.size, .integer), (.integer, .integer), (.number, .integer), (.number, .float): true
    default: false
    }
  }
}
