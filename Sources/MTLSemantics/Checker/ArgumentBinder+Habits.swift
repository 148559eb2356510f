import MTLCatalogue
import MTLSource
import MTLSyntax

/// What people write who come from other libraries, and what it is called here.
extension ArgumentBinder {
  /// The help for an argument that the entry does not have by this name.
  func habitHelp(_ name: Name, _ argument: Expression.Argument) -> [Diagnostic.Help]? {
    if let written = ArgumentBinder.rewritings[name.text],
      let parameter = written.split(separator: ":").first,
      parameters.contains(where: { $0.name == parameter })
    {
      return [.init("write `\(written)`", edits: [.init(argument.range, written)])]
    }
    return followingStep(argument) ?? positionalHelp(name, argument)
  }

  /// Arguments that are written in another way here, with their value.
  private static let rewritings = ["bidirectional": "direction: both"]

  /// `dense(64, activation: relu)`: what is named is a step that follows.
  private func followingStep(_ argument: Expression.Argument) -> [Diagnostic.Help]? {
    let named = argument.value.stringValue ?? argument.value.call?.name.text
    guard Registry.isStep(call.name.text), let step = named, Registry.isStep(step) else {
      return nil
    }
    let written = argument.value.stringValue ?? checker.sources.text(argument.value.range)
    var edits = [Diagnostic.Edit(call.range.after, " -> \(written)")]
    if let place = call.arguments.firstIndex(where: { $0.range == argument.range }) {
      let start = place > 0 ? call.arguments[place - 1].range.end : argument.range.start
      let isFirst = place == 0 && call.arguments.count > 1
      let end = isFirst ? call.arguments[1].range.start : argument.range.end
      edits.insert(.init(SourceRange(start, end), ""), at: 0)
    }
    return [.init("`\(step)` is a step of its own", edits: edits)]
  }

  /// `category(num_classes: 10)`: the value is given by position.
  private func positionalHelp(
    _ name: Name, _ argument: Expression.Argument
  ) -> [Diagnostic.Help]? {
    guard !call.arguments.contains(where: { $0.label == nil }),
      let parameter = parameters.first(where: { $0.isPositional }),
      takes(argument.value, parameter), argument.value.isLiteral
    else { return nil }
    return [
      .init(
        "`\(parameter.name)` is given without a name",
        edits: [.init(SourceRange(name.range.start, argument.value.range.start), "")])
    ]
  }

  /// `relu(dense(32))` and `linear(64, 10)`: what an argument too many was meant to say.
  func surplusHelp(_ argument: Expression.Argument) -> [Diagnostic.Help]? {
    guard Registry.isStep(call.name.text) else { return nil }
    if let inner = argument.value.call, Registry.isStep(inner.name.text),
      call.arguments.count == 1
    {
      let before = checker.sources.text(argument.value.range)
      return [
        .init(
          "steps follow each other", edits: [.init(call.range, "\(before) -> \(call.name.text)")])
      ]
    }
    if let following = followingStep(argument) { return following }
    let sizes = call.arguments.filter { $0.label == nil }
    guard sizes.count == 2, let first = parameters.first, first.isPositional, !first.isRepeated,
      case .size = first.kind, sizes.allSatisfy({ takes($0.value, first) && $0.value.isLiteral })
    else { return nil }
    return [
      .init(
        "the size of what comes in is known; give that of the result alone",
        edits: [.init(SourceRange(sizes[0].range.start, sizes[1].range.start), "")])
    ]
  }

  /// `reshape(-1, 8, 8)`, `reshape([8, 8])`, `dense(10.0)`, `dense("10")`: the value as it is written here.
  func spellingHelp(
    _ value: ConstantValue, _ expression: Expression, _ parameter: ParameterDeclaration
  ) -> [Diagnostic.Help] {
    if parameter.isRepeated, case .integer(-1) = value {
      let next = call.arguments.first { $0.range.start > expression.range.end }
      let end = next?.range.start ?? expression.range.end
      return [
        .init(
          "the rows of a batch are not written",
          edits: [.init(SourceRange(expression.range.start, end), "")])
      ]
    }
    if parameter.isRepeated, case .list(let elements) = expression.kind, let first = elements.first,
      let last = elements.last
    {
      let inner = checker.sources.text(first.range.union(last.range))
      return [.init("write them one after another", edits: [.init(expression.range, inner)])]
    }
    return ArgumentBinder.plainHelp(value, expression.range, parameter.kind)
  }

  /// A value of another kind as the kind takes it: `10` for `10.0` or `"10"`, `true` for `"true"`,
  /// `0..16` for `[0, 16]`, `zero` for `0`.
  static func plainHelp(
    _ value: ConstantValue, _ range: SourceRange, _ kind: ParameterKind
  ) -> [Diagnostic.Help] {
    if let number = wholeNumber(value), kind.accept(.integer(number)) != nil {
      return [.init("write the number alone", edits: [.init(range, String(number))])]
    }
    switch value {
    case .text(let text):
      let isFlag = ["true", "false"].contains(text.lowercased())
      if isFlag, kind.accept(.flag(text.lowercased() == "true")) != nil {
        return [.init("leave the quotes out", edits: [.init(range, text.lowercased())])]
      }
      guard let number = Double(text), kind.accept(.float(number)) != nil else { return [] }
      return [.init("leave the quotes out", edits: [.init(range, ConstantValue.plain(number))])]
    case .list(let values):
      let numbers = values.compactMap { $0.number }
      guard numbers.count == 2, values.count == 2,
        kind.accept(.range(numbers[0], numbers[1])) != nil
      else { return [] }
      let written = numbers.map { ConstantValue.plain($0) }.joined(separator: "..")
      return [.init("a range is written with `..`", edits: [.init(range, written)])]
    case .integer(0) where kind.words?.contains("zero") ?? false:
      return [.init("it is a word", edits: [.init(range, "zero")])]
    default: return []
    }
  }

  /// Reports a path or a word without its quotes; answers whether it was one.
  func reportUnquoted(_ expression: Expression, _ parameter: ParameterDeclaration) -> Bool {
    guard expression.isBareText, let first = expression.firstName, checker.declared[first] == nil,
      scope[first] == nil, !checker.poisoned.contains(first)
    else { return false }
    let isTexts = parameter.kind.accept(.list([.text("a")])) != nil
    guard isTexts || parameter.kind.accept(.text("a")) != nil else { return false }
    let written = "\"\(checker.sources.text(expression.range))\""
    checker.report(
      .wrongArgument, "a text stands in double quotes", at: expression.range,
      helps: [.init("put it into quotes", edits: [.init(expression.range, written)])])
    return true
  }

  /// The whole number that a value of another kind spells: `10.0`, `"10"`, `20 epochs`.
  static func wholeNumber(_ value: ConstantValue) -> Int? {
    switch value {
    case .text(let text): Int(text)
    case .duration(let duration):
      Int(duration.description.split(separator: " ").first.map(String.init) ?? "")
    default: value.number.flatMap { Int(exactly: $0) }
    }
  }
}

extension Expression {
  /// Whether the expression may be a text whose quotes have been forgotten: names, points and strokes.
  fileprivate var isBareText: Bool {
    switch kind {
    case .name: true
    case .member(let base, _): base.isBareText
    case .binary(.divided, let lhs, let rhs, _): lhs.isBareText && rhs.isBareText
    default: false
    }
  }

  /// The name that the expression begins with.
  fileprivate var firstName: String? {
    switch kind {
    case .name(let name): name.text
    case .member(let base, _): base.firstName
    case .binary(_, let lhs, _, _): lhs.firstName
    default: nil
    }
  }

  /// Whether the expression is a number, a text, a flag, or a list of such.
  var isLiteral: Bool {
    switch kind {
    case .number, .string, .flag, .share: true
    case .list(let elements): elements.allSatisfy { $0.isLiteral }
    default: false
    }
  }

  /// The text of a text in quotes.
  var stringValue: String? { if case .string(let text) = kind { text } else { nil } }
}
