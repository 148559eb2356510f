import MTLSource

/// Steps and results that are written as in other languages.
extension Parser {
  // MARK: Names with modules

  /// Reads a name behind the modules of a library, as in `nn.Linear(64)`, as one name.
  mutating func dottedName() -> Name? {
    let end = current.range.end
    guard at(.name), !isFull, end < lexer.bytes.count, lexer.bytes[end] == 0x2E,
      second().symbol == .dot
    else { return nil }
    var ahead = lexer
    var next = ahead.next()
    var count = 0
    while count < 12, next.symbol == .dot, ahead.next().kind == .name {
      count += 2
      next = ahead.next()
    }
    guard count > 0, next.symbol == .openRound || ForeignWord.isModule(text(current.range))
    else { return nil }
    let start = current.range.start
    for _ in 0...count { advance() }
    return Name(text(range(from: start)), range(from: start))
  }

  /// Takes a point between two steps for the arrow that it means.
  mutating func takeDotForArrow() -> Bool {
    guard at(.dot), second().kind == .name, tokens.last?.symbol == .closeRound else { return false }
    let gap = SourceRange(lastEnd, second().range.start)
    report(
      .missingLineEnd, "`.` cannot follow here", current.range,
      helps: [.init("steps are joined with `->`", edits: [.init(gap, " -> ")])])
    advance()
    return true
  }

  // MARK: Lines of a chain

  /// Takes the word before a name that a value is assigned to, as in `let h = dense(32)`.
  mutating func takeForeignLet() -> Int? {
    guard at(.name), ["let", "var", "val", "auto"].contains(text(current.range)) else { return nil }
    let next = upcoming(2)
    guard next.count == 2, next[0].kind == .name, next[1].symbol == .assign else { return nil }
    let start = current.range.start
    advance()
    return start
  }

  /// Reads a result whose word stands behind it, as in `mse(data.label) loss`.
  mutating func resultWithItsWordLast(_ step: Step) -> Body.Item? {
    guard !isSkipping, !current.isFirstOnLine, let word = current.word,
      let kind = Result.Kind(rawValue: word.rawValue), step.body == nil, step.alias == nil
    else { return nil }
    let next = second()
    guard next.kind == .newline || next.symbol == .closeBrace || next.kind == .endOfFile else {
      return nil
    }
    let keyword = current.range
    let edits = [
      Diagnostic.Edit(step.range.before, word.rawValue + " "),
      Diagnostic.Edit(SourceRange(lastEnd, keyword.end), ""),
    ]
    report(
      .missingLineEnd, "`\(word.rawValue)` cannot follow here", keyword,
      helps: [.init("the word comes first", edits: edits)])
    advance()
    let callee = Expression(.name(step.call.name), step.call.name.range)
    let value = Expression(.call(callee, step.call.arguments), step.call.range)
    return .result(
      Result(kind: kind, keyword: keyword, values: [[value]], range: range(from: step.range.start)))
  }

  /// Reads a sum or product of two values as the step that it means.
  mutating func chainOfOperators(_ first: Name) -> Body.Item? {
    guard at(.plus) || at(.times), !current.isFirstOnLine, second().kind == .name else {
      return nil
    }
    let layer = at(.plus) ? "add" : "multiply"
    let sign = current.range
    let gap = SourceRange(first.range.end, second().range.start)
    advance()
    guard let other = path("a value") else { return nil }
    let edits = [
      Diagnostic.Edit(first.range.before, "from "), Diagnostic.Edit(gap, " -> \(layer)("),
      Diagnostic.Edit(SourceRange(lastEnd, lastEnd), ")"),
    ]
    report(
      .missingLineEnd, "`\(text(sign))` cannot follow here", sign,
      helps: [
        .init(
          "values are put together by a layer: "
            + "`from \(text(first.range)) -> \(layer)(\(text(other.range)))`", edits: edits)
      ])
    let argument = other.names.dropFirst().reduce(
      Expression(.name(other.names[0]), other.names[0].range)
    ) { Expression(.member($0, $1), $0.range.union($1.range)) }
    let call = Call(
      name: Name(layer, sign), arguments: [.init(label: nil, value: argument)], range: other.range)
    let step = Step(call: call, body: nil, type: nil, alias: nil, range: other.range)
    return .chain(
      Chain(
        start: Path([first], first.range), steps: [step], range: range(from: first.range.start)))
  }

  /// Reads the arguments of a layer that stand in square brackets.
  mutating func argumentsInSquareBrackets(of name: Name) -> [Expression.Argument]? {
    guard at(.openSquare), !current.isFirstOnLine, !isFull else { return nil }
    let open = current.range
    let arguments = bracketed("the arguments") { $0.argument() }
    let closing = SourceRange(lastEnd - 1, lastEnd)
    report(
      .syntax, "what belongs to `\(name.text)` stands in parentheses", open,
      helps: [.init("write `(` and `)`", edits: [.init(open, "("), .init(closing, ")")])])
    return arguments
  }

  // MARK: Results

  /// Passes over the sign behind a result's word; its edit belongs to the report on a guessed word.
  mutating func skipResultSign(_ kind: Result.Kind, isGuessed: Bool) {
    guard isGuessed, at(.assign) || at(.colon), let last = diagnostics.last,
      let help = last.helps.first
    else { return skipSign(after: kind.rawValue) }
    let edit = Diagnostic.Edit(SourceRange(lastEnd, current.range.end), "")
    diagnostics[diagnostics.count - 1] = last.with(
      help: .init(help.text, edits: help.edits + [edit]))
    advance()
  }

  /// Reads results that stand in braces.
  mutating func bracedResults() -> [[Expression]]? {
    guard at(.openBrace) else { return nil }
    let keyword = tokens.last.map { text($0.range) } ?? "loss"
    let open = SourceRange(lastEnd, current.range.end)
    advance()
    let gap = SourceRange(open.start, current.range.start)
    let values = pipelines(bare: .values)
    guard at(.closeBrace) else {
      if !isSkipping { failExpecting("`}`") }
      return values
    }
    let closing = SourceRange(lastEnd, current.range.end)
    advance()
    report(
      .syntax, "`\(keyword)` takes no braces", SourceRange(open.end - 1, open.end),
      helps: [.init("leave them out", edits: [.init(gap, " "), .init(closing, "")])])
    return values
  }

  /// The values of a result, those of a list and in quotes as they are written without.
  mutating func plainNames(_ values: [[Expression]], of kind: Result.Kind) -> [[Expression]] {
    guard !isSkipping, kind != .loss, values.contains(where: { $0.contains { $0.mayBeMorePlain } })
    else { return values }
    let listed = values.flatMap { pipeline -> [[Expression]] in
      guard pipeline.count == 1, case .list(let elements) = pipeline[0].kind else {
        return [pipeline]
      }
      reportResult(
        "a list of results has no brackets", pipeline[0].range,
        [
          .init(SourceRange(pipeline[0].range.start, pipeline[0].range.start + 1), ""),
          .init(SourceRange(pipeline[0].range.end - 1, pipeline[0].range.end), ""),
        ])
      return elements.map { [$0] }
    }
    return listed.map { $0.map { plainName($0) } }
  }

  private mutating func plainName(_ value: Expression) -> Expression {
    switch value.kind {
    case .string(let name) where name.isBareName:
      reportResult("a result stands in no quotes", value.range, [.init(value.range, name)])
      return Expression(.name(Name(name, value.range)), value.range)
    case .unary(.minus, let inner):
      let sign = SourceRange(value.range.start, inner.range.start)
      reportResult("a result has no sign", value.range, [.init(sign, "")])
      return inner
    default: return value
    }
  }

  private mutating func reportResult(
    _ message: String, _ range: SourceRange, _ edits: [Diagnostic.Edit]
  ) {
    report(.syntax, message, range, helps: [.init("write it without", edits: edits)])
  }

  /// Takes the `*` that is missing between a factor and its loss for granted.
  mutating func takeFactorSign(_ values: inout [[Expression]]) -> Bool {
    guard isAtName, !current.isFirstOnLine, second().symbol == .openRound, values.count == 1,
      values[0].count == 1, case .number = values[0][0].kind
    else { return false }
    let factor = values.removeLast()[0]
    let place = SourceRange(lastEnd, lastEnd)
    report(
      .syntax, "no sign stands between \(text(factor.range)) and \(found)", current.range,
      helps: [.init("multiply with `*`", edits: [.init(place, " *")], isSafe: true)])
    let loss = expression()
    values.append([
      Expression(
        .binary(.times, factor, loss, operatorRange: place), factor.range.union(loss.range))
    ])
    return takeSeparator(isNext: { _ in false })
  }

  // MARK: Weightings

  /// The stages of a weighting where commas or `+` stand for the arrows between them.
  mutating func stagesOfWeighting(_ stages: [Expression]) -> [Expression] {
    var stages = stages
    if stages.count == 1, case .binary(.plus, let lhs, let rhs, let sign) = stages[0].kind {
      reportWeightingSign(sign)
      stages = [lhs, rhs]
    }
    while at(.comma), second().kind == .name, !second().isFirstOnLine {
      let gap = SourceRange(lastEnd, current.range.end)
      reportWeightingSign(current.range, replacing: gap)
      advance()
      stages.append(expression())
    }
    return stages
  }

  private mutating func reportWeightingSign(_ sign: SourceRange, replacing gap: SourceRange? = nil)
  {
    report(
      .missingLineEnd, "`\(text(sign))` cannot follow here", sign,
      helps: [
        .init(
          "weightings that work one after the other are joined with `->`",
          edits: [.init(gap ?? sign, gap == nil ? "->" : " ->")])
      ])
  }

  /// Reads the weights of tasks that stand in braces as those of fixed weights.
  mutating func weightsInBraces() -> Expression? {
    guard at(.openBrace), isAtForeignBrace else { return nil }
    let open = SourceRange(lastEnd, second().range.start)
    let start = current.range
    guard let arguments = argumentsInBraces() else { return nil }
    let name = ForeignWord.fixedWeights
    let closing = SourceRange(tokens.dropLast().last?.range.end ?? lastEnd, lastEnd)
    report(
      .missingValue, "expected a weighting, found `{`", start,
      helps: [
        .init(
          "weights are the arguments of `\(name)`",
          edits: [.init(open, " \(name)("), .init(closing, ")")])
      ])
    let range = range(from: start.start)
    return Expression(.call(Expression(.name(Name(name, start)), start), arguments), range)
  }
}

extension String {
  /// Whether it is a name that needs no backquotes.
  var isBareName: Bool {
    guard let first = utf8.first, first.isNameStart else { return false }
    return utf8.allSatisfy { $0.isNamePart }
  }
}

extension Expression {
  /// Whether it is a list, has a sign or stands in quotes, as a result may by mistake.
  fileprivate var mayBeMorePlain: Bool {
    switch kind {
    case .list, .string, .unary: true
    default: false
    }
  }
}
