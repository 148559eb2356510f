import MTLSource

/// First lines of declarations that can only mean one thing, and are written otherwise.
extension Parser {
  // MARK: The first word

  /// Reads a declaration whose name stands before its word, as in `trunk shared(x) {`.
  mutating func swappedDeclaration() -> Declaration.Kind? {
    guard isAtName, !isFull else { return nil }
    let next = upcoming(2)
    guard next.count == 2, let word = next[0].word, word.beginsDeclaration,
      !next[0].isFirstOnLine, next[1].symbol == .openRound || next[1].symbol == .openBrace
    else { return nil }
    let name = Name(Literal.name(current, in: source), current.range)
    let range = current.range.union(next[0].range)
    report(
      .unknownDeclaration, "\(found) begins no declaration", current.range,
      helps: [
        .init(
          "the word comes before the name",
          edits: [.init(range, "\(word.rawValue) \(text(current.range))")])
      ])
    advance()
    swappedName = name
    return declarationKind()
  }

  /// How `def trunk(data.image):` is written, where it is a guess about such a definition.
  mutating func definitionHelp(_ guess: Guess?) -> Diagnostic.Help? {
    guard let word = guess?.word, Guess.definesSomething(text(current.range)) else { return nil }
    var edits = [Diagnostic.Edit(current.range, word.rawValue)]
    let header = upcoming(64).prefix { $0.kind != .newline && $0.kind != .endOfFile }
    if let last = header.last, last.symbol == .colon {
      let before = header.dropLast().last?.range.end ?? current.range.end
      edits.append(.init(SourceRange(before, last.range.end), " {"))
      explainedColon = last.range.start
    }
    if let name = header.first, name.kind == .name {
      lostNames.insert(text(name.range).lowercased())
    }
    return .init(guess?.advice ?? "", edits: edits)
  }

  /// Reports a call where a declaration should begin, as in `model.fit()`, and skips its line.
  mutating func reportCall() -> Bool {
    guard current.kind == .name, !isFull, !Guess.isMisplaced(text(current.range)) else {
      return false
    }
    let next = upcoming(12)
    let path = next.prefix { $0.symbol == .dot || $0.kind == .name }
    guard !path.isEmpty, path.first?.symbol == .dot, path.count < next.count,
      next[path.count].symbol == .openRound
    else { return false }
    let range = SourceRange(current.range.start, path.last?.range.end ?? current.range.end)
    fail(
      .unknownDeclaration, "a spec calls nothing, and `\(text(range).excerpt)` is a call", range,
      helps: [
        .init(
          "leave the line out: `mtl train SPEC` trains what the spec declares",
          edits: [.init(SourceRange(range.start, endOfLine(after: next)), "")])
      ])
    advance()
    return true
  }

  /// The end of the line of the first of some tokens.
  private func endOfLine(after tokens: [Token]) -> Int {
    let bytes = lexer.bytes
    var end = tokens.first?.range.start ?? current.range.end
    while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
    return end
  }

  /// Takes the word `task` that is missing behind `auxiliary` for granted.
  mutating func takeMissingTask() -> Bool {
    guard isAtName, current.word == nil, second().symbol == .openRound else { return false }
    report(
      .syntax, "expected `task`, found \(found)", current.range,
      helps: [
        .init("write `task` before the name", edits: [.init(current.range.before, "task ")])
      ])
    return true
  }

  /// Takes `auxiliary` where it stands behind `task`.
  mutating func takeAuxiliaryBehindTask() -> Bool {
    guard at(.auxiliary), second().kind == .name, let word = tokens.last, word.word == .task else {
      return false
    }
    let range = word.range.union(current.range)
    report(
      .reservedName, "`auxiliary` stands before `task`", current.range,
      helps: [.init("write `auxiliary task`", edits: [.init(range, "auxiliary task")])])
    advance()
    return true
  }

  // MARK: Inputs

  /// Reads the values that a body reads where `from` or other brackets stand for the parentheses.
  mutating func inputsInOtherSigns() -> [Path]? {
    guard at(.from) || at(.openSquare), !isFull else { return nil }
    let isList = at(.openSquare)
    let start = current.range
    var paths: [Path?] = []
    let gap: SourceRange
    if isList {
      gap = start
      paths = bracketed("the inputs") { $0.path("a value that the body reads") }
    } else {
      gap = SourceRange(lastEnd, second().range.start)
      advance()
      repeat { paths.append(path("a value that the body reads")) } while take(.comma) != nil
    }
    let end = isList ? SourceRange(lastEnd - 1, lastEnd) : SourceRange(lastEnd, lastEnd)
    report(
      .syntax, "what a body reads stands in parentheses", start,
      helps: [.init("put it into parentheses", edits: [.init(gap, "("), .init(end, ")")])])
    return paths.compactMap { $0 }
  }

  /// Reports that a header does not say what its body reads.
  mutating func failAtMissingInputs() {
    guard !isSkipping, let shared = lastShared else {
      return failExpecting("`(` and the values that the body reads")
    }
    let name = text(shared.range)
    let isColon = at(.colon)
    let place = SourceRange(lastEnd, isColon ? current.range.end : lastEnd)
    let follows = isColon && second().symbol != .openBrace ? " {" : ""
    let isPlain = current.symbol == .openBrace || isColon
    fail(
      .syntax, "expected `(` and the values that the body reads, found \(found)", foundRange,
      helps: [
        .init(
          "write what the body reads in parentheses, such as `(\(name))`",
          edits: isPlain ? [.init(place, "(\(name))\(follows)")] : [])
      ])
  }

  /// Reads the values that feed an input, and the word before them.
  mutating func fed() -> [Path] {
    if at(.openRound) { return fedInParentheses() }
    if at(.assign) || at(.colon) {
      replace(current.range, by: "from", "feeds an input")
    } else {
      expect(.from, "`from` and the values that feed it")
    }
    var sources: [Path] = []
    repeat {
      if let path = path("a value such as `data.features`") { sources.append(path) }
    } while takeAndForComma() || takeSeparator(isNext: { $0.isAtName })
    return sources
  }

  private mutating func fedInParentheses() -> [Path] {
    let open = current.range
    let paths = bracketed("the values") { $0.path("a value such as `data.features`") }
    let closing = SourceRange(lastEnd - 1, lastEnd)
    report(
      .syntax, "expected `from` and the values that feed it, found `(`", open,
      helps: [
        .init("write `from` before them", edits: [.init(open, " from "), .init(closing, "")])
      ])
    return paths.compactMap { $0 }
  }

  /// Takes an `and` between two values of a list for the comma that it means.
  private mutating func takeAndForComma() -> Bool {
    guard at(.and), second().kind == .name || second().kind == .quotedName else { return false }
    report(
      .missingComma, "`and` joins conditions, and no values of a list", current.range,
      helps: [
        .init(
          "separate the two with a comma",
          edits: [.init(SourceRange(lastEnd, current.range.end), ",")])
      ])
    advance()
    return true
  }

  // MARK: Joining words

  /// Takes what stands in the place of a joining word and says so.
  mutating func replace(_ range: SourceRange, by word: String, _ purpose: String) {
    let gap = SourceRange(lastEnd, range.end)
    let blank = second().trivia.length == 0 ? " " : ""
    report(
      .syntax, "\(found) \(purpose) nowhere", range,
      helps: [.init("write `\(word)`", edits: [.init(gap, " \(word)\(blank)")])])
    advance()
  }

  /// Takes the word before a way of sharing, or what stands for it; whether one follows.
  mutating func takeUsing() -> Bool {
    if take(.using) != nil { return true }
    guard !isSkipping, !isFull, !current.isFirstOnLine else { return false }
    let next = upcoming(2)
    guard next.count == 2, next[0].kind == .name, !next[0].isFirstOnLine,
      next[1].symbol == .openRound || next[1].symbol == .openBrace,
      at(.colon) || (at(.name) && current.word == nil)
    else { return false }
    replace(current.range, by: "using", "introduces a way of sharing")
    return true
  }

  /// Passes over a way of sharing at a task, which has none.
  mutating func skipSharing() {
    guard at(.using) else { return }
    let start = lastEnd
    let keyword = current.range
    advance()
    guard call("a way of sharing") != nil else { return }
    report(
      .syntax, "a task has no way of sharing", keyword,
      helps: [
        .init(
          "leave it out; `using` stands at the `shared` declaration that the task reads",
          edits: [.init(SourceRange(start, lastEnd), "")])
      ])
  }

  /// Takes the `in` of a family, or what stands in its place.
  mutating func expectIn() {
    guard !isSkipping, !at(.in) else { return expect(.in, "`in`") }
    let isSign = at(.assign) || at(.colon)
    let next = second()
    let isValue = next.kind == .name || next.kind == .number || next.symbol == .openSquare
    guard isSign || (at(.name) && current.word == nil), isValue, !isFull else {
      return expect(.in, "`in` and the values that it stands for")
    }
    replace(current.range, by: "in", "says what a name runs through")
  }

  // MARK: Parts that are too many or missing

  /// Reports a constant whose `=` is missing.
  mutating func reportMissingEqual() {
    let place = SourceRange(lastEnd, lastEnd)
    report(
      .syntax, "no `=` stands before what the name is", current.range,
      helps: [.init("define with `=`", edits: [.init(place, " =")], isSafe: true)])
  }

  /// Passes over a name of settings, which have none.
  mutating func skipNameOfSettings(_ kind: Declaration.Settings.Kind) {
    guard isAtName, !current.isFirstOnLine, second().symbol == .openBrace else { return }
    report(
      .missingBrace, "`\(kind.rawValue)` has no name", current.range,
      helps: [
        .init("leave it out", edits: [.init(SourceRange(lastEnd, current.range.end), "")])
      ])
    advance()
  }

  /// Passes over the source of a set of columns, which has none.
  mutating func skipSourceOfColumns() {
    guard at(.from), second().kind == .name else { return }
    let start = lastEnd
    let keyword = current.range
    advance()
    guard call("a source") != nil else { return }
    report(
      .syntax, "a set of columns has no source", keyword,
      helps: [
        .init(
          "leave it out: the data sets that `use` the columns have one",
          edits: [.init(SourceRange(start, lastEnd), "")])
      ])
  }

  /// A parameter of a block whose type is missing.
  mutating func untypedParameter(_ name: Name) -> Declaration.Block.Parameter? {
    let place = SourceRange(name.range.end, name.range.end)
    guard at(.closeRound) || at(.comma) || at(.assign), !isSkipping else {
      failExpecting("`:` and the parameter's type")
      return nil
    }
    let found = found
    let foundRange = foundRange
    let value = take(.assign) == nil ? nil : expression()
    let type: String
    switch value?.kind {
    case .number(_, isInteger: false)?: type = "Float"
    case .name?, .call?: type = "Layer"
    default: type = "Int"
    }
    report(
      .syntax, "expected `:` and the parameter's type, found \(found)", foundRange,
      helps: [
        .init("give it a type, such as `: \(type)`", edits: [.init(place, ": \(type)")])
      ])
    return .init(
      name: name, type: TypeReference(name: Name(type, place), dimensions: nil, range: place),
      defaultValue: value)
  }

  // MARK: Sources

  /// The name of a data set that has none, after the file that it is read from.
  mutating func nameFromSource() -> Name? {
    guard at(.from), !isFull else { return nil }
    let next = upcoming(3)
    guard next.count == 3, next[0].kind == .name, next[1].symbol == .openRound,
      next[2].kind == .string
    else { return nil }
    let file = Literal.string(next[2], in: source).split { $0 == "/" || $0 == "\\" }.last ?? ""
    let stem = file.prefix { $0 != "." }
    guard let first = stem.utf8.first, first.isNameStart, stem.utf8.allSatisfy({ $0.isNamePart })
    else { return nil }
    let place = SourceRange(lastEnd, lastEnd)
    report(
      .missingName, "expected the name of the data set, found `from`", current.range,
      helps: [
        .init("give it one, such as `data \(stem) from`", edits: [.init(place, " \(stem)")])
      ])
    hasLostAName = true
    declaredNames.insert(String(stem))
    return Name(String(stem), place)
  }

  /// Reads a source that stands in parentheses behind the name of the data set.
  mutating func sourceInParentheses() -> Call? {
    guard at(.openRound), second().kind == .name, !isFull else { return nil }
    let open = current.range
    let sources = bracketed("the source") { $0.call("a source such as `csv`") }
    guard sources.count == 1, !isSkipping, let source = sources[0] else {
      if !isSkipping { failExpecting("`from` and the source of the data") }
      return nil
    }
    let closing = SourceRange(lastEnd - 1, lastEnd)
    report(
      .syntax, "expected `from` and the source of the data, found `(`", open,
      helps: [.init("write `from`", edits: [.init(open, " from "), .init(closing, "")])])
    return source
  }
}
