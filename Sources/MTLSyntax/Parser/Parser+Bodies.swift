import MTLSource

/// Bodies of layers, results and settings.
extension Parser {
  /// body: the lines of a block, a shared declaration, a task or a step.
  mutating func body(_ what: String) -> Body {
    var items: [Body.Item] = []
    let range = braced(what) { items.append($0.item()) }
    return Body(items: items, range: range)
  }

  /// item: a line of a chain, or a result.
  private mutating func item() -> Body.Item {
    let start = current.range.start
    let reported = diagnostics.count
    let item: Body.Item =
      switch bodyWord() {
      case .loss?: result(.loss, since: reported)
      case .metric?: result(.metric, since: reported)
      case .output?: result(.output, since: reported)
      default: chain()
      }
    return isSkipping ? .malformed(range(from: start)) : item
  }

  /// The word that a line begins with, or the one that must be meant; `nil` for a step.
  private mutating func bodyWord() -> Word? {
    if let word = current.word, Word.bodyLines.contains(word) { return word }
    guard current.kind == .name, !isFull else { return nil }
    let guess =
      isAtListOfResults
      ? Guess.plural(text(current.range)) : Guess.bodyLine(text(current.range), before: second())
    guard let guess else { return nil }
    report(
      .unknownLine, "\(found) begins no line of a body", current.range, helps: [help(guess)])
    if guess.word == nil { isSkipping = true }
    return guess.word
  }

  /// Whether a word, a sign and a list are next, as in `metrics: [mae]`.
  private var isAtListOfResults: Bool {
    let next = upcoming(2)
    return next.count == 2 && (next[0].symbol == .colon || next[0].symbol == .assign)
      && next[1].symbol == .openSquare
  }

  /// chain: steps joined by arrows, perhaps from a named value.
  private mutating func chain() -> Body.Item {
    let start = current.range.start
    takeLeadingArrow()
    let isFrom = current.word == .from || bodyWordIsFrom()
    var origin: Path?
    var steps: [Step] = []
    if isFrom {
      advance()
      skipSign(after: "from")
      origin = path("the value that the chain begins with")
    } else if let keyword = takeForeignLet() {
      return assignedChain(to: name("a name"), from: keyword)
    } else if let step = step() {
      if at(.assign), step.isBareName { return assignedChain(to: step.call.name, from: start) }
      if let result = resultWithItsWordLast(step) { return result }
      if step.isBareName, let chain = chainOfOperators(step.call.name) { return chain }
      steps.append(step)
    }
    takeFurtherSteps(&steps)
    return .chain(Chain(start: origin, steps: steps, range: range(from: start)))
  }

  /// Whether the current word stands for `from`; its misspelling has been reported.
  private func bodyWordIsFrom() -> Bool {
    guard !isSkipping, !isFull, current.kind == .name, current.word == nil else { return false }
    return Guess.bodyLine(text(current.range), before: second())?.word == .from
  }

  /// Takes the steps behind the first one and their arrows.
  private mutating func takeFurtherSteps(_ steps: inout [Step]) {
    while takeArrow() {
      guard let step = step() else { break }
      steps.append(step)
    }
  }

  /// Reads a chain whose value is named before it, as in an assignment.
  private mutating func assignedChain(to name: Name?, from start: Int) -> Body.Item {
    guard let name else { return .malformed(range(from: start)) }
    let sign = current.range
    let gap = SourceRange(start, second().range.start)
    advance()
    var steps = step().map { [$0] } ?? []
    takeFurtherSteps(&steps)
    report(
      .needlessSign, "`=` names no step", sign,
      helps: [
        .init(
          "a value's name stands behind its step",
          edits: [.init(gap, ""), .init(SourceRange(lastEnd, lastEnd), " as \(text(name.range))")])
      ])
    if let last = steps.popLast() { steps.append(last.named(name)) }
    return .chain(Chain(start: nil, steps: steps, range: range(from: start)))
  }

  /// Passes over an arrow at the beginning of a line.
  private mutating func takeLeadingArrow() {
    guard at(.arrow) else { return }
    let edit = Diagnostic.Edit(SourceRange(current.range.start, second().range.start), "")
    report(
      .strayArrow, "a line cannot begin with `->`", current.range,
      helps: [.init("a new line continues the chain by itself", edits: [edit], isSafe: true)])
    advance()
  }

  /// Takes the arrow before a further step; one at the line's end is reported.
  private mutating func takeArrow() -> Bool {
    guard let arrow = take(.arrow) else { return takeDotForArrow() }
    if splitLine(behind: arrow) { return false }
    guard isAtLineEnd else { return true }
    let before = tokens.dropLast().last?.range.end ?? arrow.start
    let edit = Diagnostic.Edit(SourceRange(before, arrow.end), "")
    report(
      .strayArrow, "a line cannot end with `->`", arrow,
      helps: [.init("a new line continues the chain by itself", edits: [edit], isSafe: true)])
    return false
  }

  /// step: a layer or block, its body, its type and its name.
  private mutating func step() -> Step? {
    let start = current.range.start
    reportFirstWord()
    guard var call = call("a layer or a block") else { return nil }
    if at(.openSquare), let arguments = argumentsInSquareBrackets(of: call.name) {
      call = Call(name: call.name, arguments: arguments, range: range(from: start))
    }
    if call.arguments.isEmpty, let argument = bareArgument(of: call.name.text, .values) {
      call = Call(name: call.name, arguments: [argument], range: range(from: start))
    }
    let body = at(.openBrace) ? body("`\(call.name.text)`") : nil
    let type = take(.colon) == nil ? nil : type()
    let alias = take(.as) == nil ? nil : name("a name for the value")
    return Step(call: call, body: body, type: type, alias: alias, range: range(from: start))
  }

  /// result: a loss, metrics or outputs.
  private mutating func result(_ kind: Result.Kind, since reported: Int) -> Body.Item {
    let keyword = current.range
    advance()
    skipResultSign(kind, isGuessed: diagnostics.count > reported)
    let values = bracedResults() ?? pipelines(bare: kind == .loss ? .names : .values)
    let plain = plainNames(values, of: kind)
    mergeReports(since: reported, from: keyword.start)
    return .result(
      Result(kind: kind, keyword: keyword, values: plain, range: range(from: keyword.start)))
  }

  /// settings: the clauses of training, comparing or tuning.
  mutating func settings(
    _ kind: Declaration.Settings.Kind, _ keyword: SourceRange
  ) -> Declaration.Kind {
    if !(at(.colon) && endsHeader(second())) { skipSign(after: kind.rawValue) }
    skipNameOfSettings(kind)
    let clauses = clauses("`\(kind.rawValue)`", of: kind)
    return .settings(.init(kind: kind, keyword: keyword, clauses: clauses))
  }

  /// parameters: where the parameters of a declaration come from.
  mutating func parameters() -> Declaration.Kind? {
    guard let path = path("the declaration whose parameters these are") else {
      skipLine()
      return nil
    }
    return .parameters(.init(path: path, clauses: clauses("`parameters`")))
  }

  /// weighting: how losses and gradients are combined.
  mutating func weighting(_ keyword: SourceRange) -> Declaration.Kind {
    skipSign(after: "weighting")
    if let weights = weightsInBraces() { return .weighting([weights], keyword: keyword) }
    if at(.openBrace) {
      fail(
        .missingValue, "expected a weighting, found `{`", current.range,
        helps: [.init("it stands on the same line, as in `weighting equal`")])
    }
    return .weighting(stagesOfWeighting(pipeline()), keyword: keyword)
  }

  /// clauses: the lines of settings.
  mutating func clauses(
    _ what: String, of kind: Declaration.Settings.Kind? = nil
  ) -> [Clause] {
    var clauses: [Clause] = []
    _ = braced(what) { parser in
      if let clause = parser.clause(of: kind) { clauses.append(clause) }
    }
    return clauses
  }

  /// clause: a word and what belongs to it.
  mutating func clause(of kind: Declaration.Settings.Kind? = nil) -> Clause? {
    reportFirstWord()
    if let clause = quotedClause() ?? kind.flatMap({ clauseWithoutWord(of: $0) }) { return clause }
    guard let word = settingWord() else { return nil }
    if let clause = nestedClause(word) { return clause }
    if word.text != "vary" { skipSign(after: word.text) }
    if isAtLineEnd {
      report(
        .missingValue, "`\(word.text)` has no value", word.range,
        helps: [.init("its value follows on the same line")])
      return nil
    }
    isVarying = word.text == "vary"
    defer { isVarying = false }
    let values = argumentsInBraces(of: pipelines())
    guard !isSkipping else { return nil }
    return Clause(word: word, values: values, range: range(from: word.range.start))
  }

  /// Reads pipelines with commas between them.
  mutating func pipelines(bare: BareArguments = .values) -> [[Expression]] {
    var values: [[Expression]] = []
    repeat {
      values.append(pipeline(bare: values.isEmpty ? bare : .none))
    } while takeFactorSign(&values) || takeSeparator(isNext: { $0.isAtName && !$0.isAtSetting })
    return values
  }

  /// Whether what is next looks like a word and its value, so like a line of its own.
  private var isAtSetting: Bool {
    switch second().kind {
    case .name, .number, .share, .string: true
    default: false
    }
  }

  /// pipeline: expressions joined by arrows.
  private mutating func pipeline(bare: BareArguments = .values) -> [Expression] {
    var stages = [stage(bare)]
    while let arrow = take(.arrow) {
      if isAtLineEnd {
        report(
          .strayArrow, "a line cannot end with `->`", arrow,
          helps: [.init("write what follows on the same line")])
        guard current.kind == .newline, depth == 0, !second().isFirstWord else { return stages }
        advance()
      }
      stages.append(stage(bare))
    }
    return stages
  }

  /// Reads one expression of a pipeline, its parentheses perhaps left out.
  private mutating func stage(_ bare: BareArguments) -> Expression {
    let value = expression()
    guard case .name(let name) = value.kind,
      let argument = bareArgument(of: name.text, bare)
    else { return value }
    return Expression(.call(value, [argument]), range(from: value.range.start))
  }
}

extension Step {
  /// Whether it is nothing but a name.
  var isBareName: Bool {
    call.arguments.isEmpty && body == nil && type == nil && alias == nil
  }

  /// The same step with a name for its value, unless it has one.
  fileprivate func named(_ name: Name) -> Step {
    Step(call: call, body: body, type: type, alias: alias ?? name, range: range)
  }
}
