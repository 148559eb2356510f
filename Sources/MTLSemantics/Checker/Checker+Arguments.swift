import MTLCatalogue
import MTLGraph
import MTLSource
import MTLSyntax

extension Checker {
  /// Looks an entry up by name, or reports that there is none.
  ///
  /// - Parameters:
  ///   - entries: Those of the kind, in the catalogue's order.
  ///   - others: Further names that could stand there, for "did you mean".
  func entry<Entry>(
    _ name: Name, among entries: [Entry], kind: String, plural: String,
    others: @autoclosure () -> [String] = []
  ) -> Entry? {
    if let place = Registry.place(of: name.text, kind: kind), place < entries.count {
      return entries[place]
    }
    let all = entries.compactMap { $0 as? any CatalogueEntry.Type }
    if let index = all.firstIndex(where: { $0.name == name.text }) { return entries[index] }
    let names = all.map { $0.name }
    if Registry.planned[kind]?.contains(name.text) ?? false {
      reportNotYet("the \(kind) `\(name.text)`", at: name.range, among: names, plural: plural)
      return nil
    }
    if let other = entryBehindModules(name, among: names + others()) {
      report(
        .unknownEntry, "there is no \(kind) `\(name.text)`", at: name.range,
        helps: [.init("it is called `\(other)` here", edits: [.init(name.range, other)])])
      return nil
    }
    let synonym = Registry.synonym(of: name.text).flatMap {
      names.contains($0) || others().contains($0) ? $0 : nil
    }
    var helps =
      synonym.map { other in
        [
          Diagnostic.Help(
            "it is called `\(other)` here", edits: [.init(name.range, other)])
        ]
      } ?? nameHelps(for: name, among: names + others(), plural: "the \(plural)")
    if synonym == nil, let place = otherKind(of: name, than: kind) { helps = [place] }
    if let phrase = Registry.phrase(for: name.text),
      names.contains(where: { phrase.hasPrefix($0 + "(") || phrase.hasPrefix($0 + " ") })
    {
      let isCall = sources.text(SourceRange(name.range.end, name.range.end + 1)) == "("
      helps = [
        .init(
          "it is written `\(phrase)` here", edits: isCall ? [] : [.init(name.range, phrase)])
      ]
    }
    if helps.isEmpty { helps = [.init("`mtl explain` lists the \(plural)")] }
    report(.unknownEntry, "there is no \(kind) `\(name.text)`", at: name.range, helps: helps)
    return nil
  }

  /// Says what a name is that the catalogue has as something else.
  private func otherKind(of name: Name, than kind: String) -> Diagnostic.Help? {
    let other = Registry.kinds.first { other in
      other.name != kind && other.entries.contains { $0.name == name.text }
    }
    return other.map { other in
      let word = Word.bodyLines.first { $0.rawValue == other.name }
      guard kind == "layer", let word else {
        return .init("`\(name.text)` is a \(other.name), and a \(kind) is wanted here")
      }
      let start = SourceRange(name.range.start, name.range.start)
      return .init(
        "`\(name.text)` is a \(other.name), on a line of its own behind the steps",
        edits: sources.beginsLine(start.start) ? [.init(start, "\(word.rawValue) ")] : [])
    }
  }

  /// The arguments of a call, checked against the parameters that an entry declares.
  ///
  /// - Parameters:
  ///   - scope: Values of names, such as a block's parameters.
  ///   - columns: The columns of the data block, where a parameter may name one.
  ///   - extra: Names of arguments that the caller takes care of.
  func bind(
    _ call: Call, to parameters: [ParameterDeclaration], scope: [String: ConstantValue] = [:],
    columns: [String] = [], except extra: Set<String> = []
  ) -> Arguments? {
    let binder = ArgumentBinder(
      checker: self, call: call, parameters: parameters, scope: scope, columns: columns)
    return binder.bind(call.arguments.filter { $0.name.map { !extra.contains($0.text) } ?? true })
  }

  /// The arguments of a use of an entry, noted for those who look at uses.
  func bind(
    _ call: Call, to entry: any CatalogueEntry.Type, scope: [String: ConstantValue] = [:],
    columns: [String] = []
  ) -> Arguments? {
    let arguments = bind(call, to: entry.parameters, scope: scope, columns: columns)
    if let arguments {
      uses.append(EntryUse(entry: entry, call: call, arguments: arguments))
    }
    return arguments
  }
}

/// Binds the arguments of one call to the parameters of one entry.
struct ArgumentBinder {
  let checker: Checker
  let call: Call
  let parameters: [ParameterDeclaration]
  let scope: [String: ConstantValue]
  let columns: [String]

  /// The arguments with defaults filled in, or `nil` after a report.
  func bind(_ arguments: [Expression.Argument]) -> Arguments? {
    var values = Arguments()
    let takesWeights = self.takesWeights
    var repeated: [ConstantValue] = []
    var positional = parameters.filter { $0.isPositional }[...]
    var weights: [ConstantValue.TaskWeight] = []
    var weighed: [String: SourceRange] = [:]
    var isValid = true
    var hasExtra = false
    for argument in arguments {
      if takesWeights, !isDeclared(argument) {
        if argument.label == nil, hasExtra { continue }
        hasExtra = hasExtra || argument.label == nil
        if let weight = taskWeight(argument, &weighed) {
          weights.append(weight)
        } else {
          isValid = false
        }
        continue
      }
      if hasExtra, argument.label == nil { continue }
      let isExtra = argument.label == nil && positional.isEmpty
      guard let parameter = parameter(for: argument, positional: &positional) else {
        isValid = false
        hasExtra = hasExtra || isExtra
        continue
      }
      if values[parameter.name] != nil {
        reportRepeated(parameter, argument)
        isValid = false
      } else if let value = value(of: argument.value, for: parameter) {
        if parameter.isRepeated { repeated.append(value) } else { values[parameter.name] = value }
      } else {
        isValid = false
        hasExtra = hasExtra || argument.label == nil
      }
    }
    if !repeated.isEmpty, let name = parameters.first(where: { $0.isRepeated })?.name {
      values[name] = .list(repeated)
    }
    if takesWeights, let name = parameters.first(where: { $0.kind.isTaskWeights })?.name {
      values[name] = .weights(weights)
    }
    guard isValid, reportMissing(values) else { return nil }
    return Arguments(defaultsOf: parameters, given: values)
  }

  private func parameter(
    for argument: Expression.Argument, positional: inout ArraySlice<ParameterDeclaration>
  ) -> ParameterDeclaration? {
    guard let label = argument.label else {
      return positionalParameter(for: argument, positional: &positional)
    }
    guard let name = argument.name else {
      checker.report(
        .unknownArgument, "`\(call.name.text)` takes no weight of a member here", at: label.range)
      return nil
    }
    guard let parameter = parameters.first(where: { $0.name == name.text }) else {
      reportUnknown(name, argument)
      return nil
    }
    if parameter.isPositional { return reportGivenByName(parameter, name, argument) }
    return parameter
  }

  private func positionalParameter(
    for argument: Expression.Argument, positional: inout ArraySlice<ParameterDeclaration>
  ) -> ParameterDeclaration? {
    if let parameter = positional.first {
      if !parameter.isRepeated { positional.removeFirst() }
      return parameter
    }
    let given = Set(call.arguments.compactMap { $0.name?.text })
    let extra = call.arguments.filter { $0.label == nil }.dropFirst(
      parameters.filter { $0.isPositional }.count)
    if extra.count > 1, let last = extra.last {
      reportExtra(argument.range.union(last.range))
      return nil
    }
    let open = parameters.filter { !$0.isPositional && !given.contains($0.name) }
    let isWanted = open.contains { $0.isRequired && takes(argument.value, $0) }
    if !isWanted, let helps = surplusHelp(argument) {
      checker.report(
        .unknownArgument, "`\(call.name.text)` takes no further argument", at: argument.range,
        helps: helps)
    } else if let named = open.first(where: { takes(argument.value, $0) }) {
      checker.report(
        .misplacedArgument, "`\(call.name.text)` takes `\(named.name)` by name",
        at: argument.range,
        helps: [
          .init(
            "name it",
            edits: [
              .init(SourceRange(argument.range.start, argument.range.start), "\(named.name): ")
            ])
        ])
    } else {
      checker.report(
        .unknownArgument,
        parameters.isEmpty
          ? "`\(call.name.text)` takes no arguments"
          : "`\(call.name.text)` takes no further argument", at: argument.range,
        helps: parameters.isEmpty ? [] : [.init("it is written `\(form)`")])
    }
    return nil
  }

  private func reportGivenByName(
    _ parameter: ParameterDeclaration, _ name: Name, _ argument: Expression.Argument
  ) -> ParameterDeclaration? {
    checker.report(
      .misplacedArgument,
      "`\(call.name.text)` takes `\(parameter.name)` by position, without its name",
      at: name.range,
      helps: [
        .init(
          "leave the name out",
          edits: [.init(SourceRange(name.range.start, argument.value.range.start), "")])
      ])
    return nil
  }

  private func reportRepeated(_ parameter: ParameterDeclaration, _ argument: Expression.Argument) {
    let first = call.arguments.first { $0.name?.text == parameter.name }
    checker.report(
      .repeatedArgument, "`\(parameter.name)` is given twice to `\(call.name.text)`",
      at: argument.range, secondary: first.map { [($0.range, "first here")] } ?? [],
      helps: [.init("keep one of the two")])
  }

  /// Reports the parameters that are needed and not given; answers whether there are none.
  private func reportMissing(_ values: Arguments) -> Bool {
    let missing = parameters.filter { $0.isRequired && values[$0.name] == nil }
    for parameter in missing {
      let given = call.arguments.map { checker.sources.text($0.range) }
      let form = parameter.isPositional ? parameter.name : "\(parameter.name): ..."
      let all = parameter.isPositional ? [form] + given : given + [form]
      checker.report(
        .missingArgument, "`\(call.name.text)` needs `\(parameter.name)`: \(parameter.summary)",
        at: call.range,
        helps: [
          .init(
            "write `\(call.name.text)(\(all.joined(separator: ", ")))`, with "
              + parameter.kind.description)
        ])
    }
    return missing.isEmpty
  }

  /// The value of an argument, checked against the parameter's kind and range.
  private func value(
    of expression: Expression, for parameter: ParameterDeclaration
  ) -> ConstantValue? {
    if let bare = bareWord(expression, for: parameter.kind) { return bare }
    if case .column = parameter.kind { return reportUnknownColumn(expression) }
    if case .value = parameter.kind { return value(named: expression, parameter) }
    if case .name(let name) = expression.kind, let words = parameter.kind.words,
      checker.constants[name.text] == nil, scope[name.text] == nil
    {
      checker.report(
        .wrongArgument,
        "`\(parameter.name)` of `\(call.name.text)` takes \(parameter.kind.description), not `\(name.text)`",
        at: name.range, helps: checker.nameHelps(for: name, among: words, plural: "its words"))
      return nil
    }
    if case .string(let text) = expression.kind, let words = parameter.kind.words,
      words.contains(text)
    {
      checker.report(
        .wrongArgument,
        "`\(parameter.name)` of `\(call.name.text)` takes a word, not a text in quotes",
        at: expression.range,
        helps: [.init("leave the quotes out", edits: [.init(expression.range, text)])])
      return nil
    }
    guard !reportUnquoted(expression, parameter),
      let value = checker.evaluate(expression, scope: scope)
    else { return nil }
    guard !reportRepeatedText(value, expression, parameter) else { return nil }
    if let accepted = parameter.kind.accept(value) { return accepted }
    if reportElement(value, expression, parameter) { return nil }
    checker.report(
      .wrongArgument,
      "`\(parameter.name)` of `\(call.name.text)` takes \(parameter.kind.description), not "
        + checker.shown(value),
      at: expression.range,
      label: parameter.kind.takesNumber(value) ? "" : "this is \(value.kindName)",
      helps: kindHelp(value, expression, parameter))
    return nil
  }

  /// A value that a body could read, by its name.
  private func value(
    named expression: Expression, _ parameter: ParameterDeclaration
  ) -> ConstantValue? {
    guard let path = expression.path else {
      checker.report(
        .wrongArgument,
        "`\(parameter.name)` of `\(call.name.text)` takes \(parameter.kind.description)",
        at: expression.range)
      return nil
    }
    return checker.resolveInput(path).map { .word($0.name) }
  }

  private func bareWord(_ expression: Expression, for kind: ParameterKind) -> ConstantValue? {
    guard case .name(let name) = expression.kind else { return nil }
    switch kind {
    case .word(let words): return words.contains(name.text) ? .word(name.text) : nil
    case .column: return columns.contains(name.text) ? .column(name.text) : nil
    case .either(let kinds):
      for kind in kinds { if let word = bareWord(expression, for: kind) { return word } }
      return nil
    default: return nil
    }
  }

  private func reportUnknownColumn(_ expression: Expression) -> ConstantValue? {
    if case .name(let name) = expression.kind {
      checker.report(
        .undeclaredColumn, "no line of the block declares the column `\(name.text)`",
        at: name.range,
        helps: checker.nameHelps(for: name, among: columns, plural: "the columns"))
    } else if case .string(let text) = expression.kind, columns.contains(text) {
      checker.report(
        .wrongArgument, "a column is written by its name, not as a text in quotes",
        at: expression.range,
        helps: [
          .init("leave the quotes out", edits: [.init(expression.range, checker.spelled(text))])
        ])
    } else {
      checker.report(.wrongArgument, "the name of a column is wanted here", at: expression.range)
    }
    return nil
  }
}

extension ParameterKind {
  /// What the elements are, where it takes a list.
  var elementKind: ParameterKind? {
    switch self {
    case .list(let element): element
    case .either(let kinds): kinds.lazy.compactMap { $0.elementKind }.first
    default: nil
    }
  }

  /// The words that it takes.
  var words: [String]? {
    switch self {
    case .word(let words): words
    case .either(let kinds): kinds.compactMap { $0.words }.first
    default: nil
    }
  }

  /// The value as this kind takes it, or `nil` where it does not.
  package func accept(_ value: ConstantValue) -> ConstantValue? {
    switch (self, value) {
    case (.size, .integer(let size)): size >= 1 && size <= Int(Int32.max) ? value : nil
    case (.size, .dimension): value
    case (.integer(let range), .integer(let number)): range.contains(number) ? value : nil
    case (.number(let range), _): value.number.flatMap { range.contains($0) ? value : nil }
    case (.share, .share(let share)): share >= 0 && share <= 1 ? value : nil
    case (.flag, .flag), (.text, .text): value
    case (.range, .range(let low, let high)): low < high ? value : nil
    case (.positiveRange, .range(let low, let high)): low > 0 && low < high ? value : nil
    case (.duration, .duration(let duration)): duration.steps(perEpoch: 1) == nil ? nil : value
    case (.list(let element), .list(let values)):
      values.allSatisfy { element.accept($0) != nil } && !values.isEmpty ? value : nil
    case (.either(let kinds), _): kinds.lazy.compactMap { $0.accept(value) }.first
    default: nil
    }
  }
}
