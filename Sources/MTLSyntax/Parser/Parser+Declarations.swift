import MTLSource

/// The file and its declarations.
extension Parser {
  /// file: declarations, each ended by a line end.
  mutating func file() -> [Declaration] {
    var declarations: [Declaration] = []
    while current.kind != .endOfFile {
      if current.symbol == .closeBrace {
        closeStrayBrace()
      } else {
        readLine { parser in
          if let declaration = parser.declaration() { declarations.append(declaration) }
        }
      }
    }
    advance()
    findLostNames(beside: declarations)
    return declarations
  }

  /// Passes over a brace that closes nothing, or a body that a declaration has cut off.
  private mutating func closeStrayBrace() {
    if abandonedBodies > 0 { abandonedBodies -= 1 } else { reportStrayCloser() }
    advance()
    if current.kind == .newline { advance() }
  }

  /// declaration: one of the twelve kinds, known by its first word.
  mutating func declaration() -> Declaration? {
    let start = current.range.start
    let documentation = Comments.documentation(before: current, in: source)
    let count = tokens.count
    let kind = declarationKind()
    guard tokens.count > count || isSkipping else { return nil }
    if kind == nil { loseName(from: count) }
    return Declaration(
      kind: kind ?? .malformed, range: range(from: start), documentation: documentation)
  }

  /// Reads the declaration that the current word begins; `nil` where it cannot be used.
  mutating func declarationKind() -> Declaration.Kind? {
    guard let word = current.word, word.beginsDeclaration else { return unknownDeclaration() }
    if second().symbol == .dot, reportCall() { return nil }
    return declaration(word)
  }

  private mutating func declaration(_ word: Word) -> Declaration.Kind? {
    let keyword = current.range
    advance()
    return switch word {
    case .model: model()
    case .import: imported()
    case .const: const()
    case .data: data()
    case .columns: columns()
    case .input: input()
    case .block: block()
    case .shared: shared()
    case .auxiliary: auxiliary()
    case .task: task(isAuxiliary: false)
    case .parameters: parameters()
    case .weighting: weighting(keyword)
    case .train: settings(.train, keyword)
    case .compare: settings(.compare, keyword)
    case .tune: settings(.tune, keyword)
    default: nil
    }
  }

  /// Reads a declaration whose first word is none, as the one that it must be, if there is one.
  private mutating func unknownDeclaration() -> Declaration.Kind? {
    guard abandonedBodies == 0 else {
      isSkipping = true
      return nil
    }
    if let kind = misusedDeclaration() ?? importFirstFrom() { return kind }
    if let kind = swappedDeclaration() { return kind }
    if reportCall() { return nil }
    let guess = isFull ? nil : meantWord()
    if current.symbol == .arrow {
      fail(
        .strayArrow, "a line cannot begin with `->`", current.range,
        helps: [.init("put it at the end of the line before, with what follows it")])
      return nil
    }
    let definition = definitionHelp(guess)
    report(
      .unknownDeclaration, "\(found) begins no declaration", current.range,
      notes: guess == nil ? [Guess.declarationWords] : [],
      helps: definition.map { [$0] } ?? guess.map { [help($0)] } ?? [])
    guard let word = guess?.word, current.kind == .name else {
      isSkipping = true
      return nil
    }
    return declaration(word)
  }

  /// The word that the current one must stand for.
  private func meantWord() -> Guess? {
    let word = text(current.range)
    if Guess.definesSomething(word) { return Guess(meantDeclaration()) }
    return Guess.declaration(word, before: second(), in: source)
  }

  /// Reads a declaration whose own word is missing or not the first one.
  private mutating func misusedDeclaration() -> Declaration.Kind? {
    guard current.kind == .name, !isFull else { return nil }
    let next = second()
    if next.symbol == .assign, !Guess.isMisplaced(text(current.range)) {
      report(
        .unknownDeclaration, "\(found) begins no declaration", current.range,
        helps: [
          .init(
            "a constant is declared with `const`", edits: [.init(current.range.before, "const ")])
        ])
      return const()
    }
    guard next.isFirstWord, !next.isFirstOnLine, upcoming(2).last?.kind == .name else { return nil }
    let gap = SourceRange(current.range.start, next.range.start)
    report(
      .unknownDeclaration, "\(found) begins no declaration", current.range,
      helps: [.init("remove it", edits: [.init(gap, "")])])
    advance()
    return declarationKind()
  }

  /// What to write instead of a word.
  func help(_ guess: Guess) -> Diagnostic.Help {
    guard let word = guess.word else { return .init(guess.advice) }
    return .init(guess.advice, edits: [.init(current.range, word.rawValue)])
  }

  /// model: the model's name.
  private mutating func model() -> Declaration.Kind? {
    declaredName("the model").map { .model($0) }
  }

  /// import: names of another file.
  private mutating func imported() -> Declaration.Kind? {
    if failAtUnnamedImport() { return nil }
    let brace = takeBraceOfImport()
    var items: [Declaration.Import.Item] = []
    repeat {
      if let item = importedName() { items.append(item) }
    } while takeSeparator(isNext: { $0.isAtName && $0.current.word != .from })
    closeImport(brace)
    expectImportFrom(items)
    return .imported(.init(items: items, file: fileName()))
  }

  /// imported: a name of another file, and what it is called here.
  private mutating func importedName() -> Declaration.Import.Item? {
    guard let name = declaredName("a declaration") else { return nil }
    let alias = take(.as) == nil ? nil : declaredName("the declaration")
    return .init(name: name, alias: alias)
  }

  /// const: a name for a value that is known when compiling.
  private mutating func const() -> Declaration.Kind? {
    guard let name = declaredName("the constant").map({ withUnderscores($0) }) else { return nil }
    declaredNames.insert(name.text)
    takeDefinition()
    return .constant(.init(name: name, value: expression()))
  }

  /// Takes the `=` of a definition; reports what stands in its place.
  mutating func takeDefinition() {
    guard take(.assign) == nil else { return }
    if at(.colon), second().kind == .name, upcoming(2).last?.symbol == .assign {
      return skipAnnotation()
    }
    if beginsValue, !at(.minus), !isSkipping, !current.isFirstOnLine { return reportMissingEqual() }
    guard at(.equal) || at(.colon) else { return failExpecting("`=`") }
    report(
      .confusedEquals, "\(found) defines nothing", current.range,
      helps: [.init("define with `=`", edits: [.init(current.range, "=")], isSafe: true)])
    advance()
  }

  /// Passes over the type of a constant, which needs none.
  private mutating func skipAnnotation() {
    let gap = SourceRange(lastEnd, second().range.end)
    report(
      .syntax, "a constant is declared without its type", second().range,
      helps: [.init("leave it out", edits: [.init(gap, "")], isSafe: true)])
    for _ in 0..<3 { advance() }
  }

  /// input: one value that rows of several data sets feed.
  private mutating func input() -> Declaration.Kind? {
    guard let name = declaredName("the input") else { return nil }
    return .input(.init(name: name, sources: fed()))
  }

  /// block: a chain of layers with parameters.
  private mutating func block() -> Declaration.Kind? {
    guard let name = declaredName("the block") else { return skipDeclaration() }
    let reported = diagnostics.count
    let parameters = at(.openRound) ? bracketed("the parameters") { $0.parameter() } : []
    if diagnostics.count > reported { lostNames.insert(name.text) }
    return .block(
      .init(name: name, parameters: parameters.compactMap { $0 }, body: body("`\(name.text)`")))
  }

  /// parameter: a name, its type and perhaps a value.
  private mutating func parameter() -> Declaration.Block.Parameter? {
    guard let name = name("a parameter") else { return nil }
    guard take(.colon) != nil else { return untypedParameter(name) }
    guard let type = type() else { return nil }
    let value = take(.assign) == nil ? nil : expression()
    return .init(name: name, type: type, defaultValue: value)
  }

  /// shared: layers that several tasks use.
  private mutating func shared() -> Declaration.Kind? {
    guard let name = declaredName("the shared layers") else { return skipDeclaration() }
    let inputs = inputs()
    let sharing = takeUsing() ? call("a way of sharing") : nil
    lastShared = name
    let body = body("`\(name.text)`")
    return .shared(.init(name: name, inputs: inputs, sharing: sharing, body: body))
  }

  /// Reads the task behind `auxiliary`.
  private mutating func auxiliary() -> Declaration.Kind? {
    if !takeMissingTask() { expect(.task, "`task`") }
    return task(isAuxiliary: true)
  }

  /// task: a head with its results.
  private mutating func task(isAuxiliary: Bool) -> Declaration.Kind? {
    if !isAuxiliary, takeAuxiliaryBehindTask() { return task(isAuxiliary: true) }
    guard let name = declaredName("the task") else { return skipDeclaration() }
    let inputs = inputs()
    skipSharing()
    var iterations: [Declaration.LearningTask.Iteration] = []
    if take(.for) != nil {
      repeat {
        if let iteration = each() { iterations.append(iteration) }
      } while takeSeparator(isNext: { $0.isAtName })
    }
    return .task(
      .init(
        name: name, isAuxiliary: isAuxiliary, inputs: inputs, iterations: iterations,
        body: body("`\(name.text)`")))
  }

  /// inputs: every value that a body reads.
  private mutating func inputs() -> [Path] {
    if let paths = bareInputs() ?? inputsInOtherSigns() { return paths }
    guard at(.openRound) else {
      failAtMissingInputs()
      return []
    }
    let paths = bracketed("the inputs") { $0.bodyInputs() }.flatMap { $0 }
    if paths.isEmpty && !isSkipping {
      report(.missingName, "the body reads no value", range(from: lastEnd - 1))
    }
    return paths.compactMap { $0 }
  }

  /// each: a name that stands for every element of a value.
  private mutating func each() -> Declaration.LearningTask.Iteration? {
    guard let variable = name("a name") else { return nil }
    expectIn()
    return .init(variable: variable, domain: rangeExpression())
  }

  /// Passes over a declaration without a name, its body included.
  private mutating func skipDeclaration() -> Declaration.Kind? {
    skipLine()
    return nil
  }

  /// Takes a word that must come next.
  mutating func expect(_ word: Word, _ what: String) {
    guard take(word) == nil, !isSkipping else { return }
    let isGuessed = current.kind == .name && !isFull
    let guess = isGuessed ? Guess.joint(text(current.range), before: second()) : nil
    guard guess?.word == word else { return failExpecting(what) }
    report(
      .syntax, "expected \(what), found \(found)", current.range,
      helps: guess.map { [help($0)] } ?? [])
    advance()
  }
}
