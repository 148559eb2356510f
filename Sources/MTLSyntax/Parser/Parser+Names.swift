import MTLSource

/// Names, paths, types and calls.
extension Parser {
  /// Takes a name; reports and returns `nil` where there is none.
  mutating func name(_ what: String) -> Name? {
    if at(.reserved) { reportReserved() }
    if at(.string), let name = nameInQuotes() { return name }
    guard isAtName || at(.reserved) else {
      failExpecting(what, code: .missingName)
      return nil
    }
    let token = current
    advance()
    return Name(Literal.name(token, in: source), token.range)
  }

  /// Takes a string that stands where a name is wanted, and says how names are written.
  private mutating func nameInQuotes() -> Name? {
    let token = current
    let text = Literal.string(token, in: source)
    guard let first = text.utf8.first, !isTextInQuotes(token) else { return nil }
    let isBare = first.isNameStart && text.utf8.allSatisfy { $0.isNamePart }
    report(
      .missingName, "a name does not stand in double quotes", token.range,
      helps: [
        isBare
          ? .init("write it without", edits: [.init(token.range, text)])
          : .init("a name with such characters stands in backquotes", edits: [])
      ])
    advance()
    return Name(text, token.range)
  }

  /// Whether a string is a file's name rather than a name in quotes.
  private func isTextInQuotes(_ token: Token) -> Bool {
    source.bytes[token.range.start..<token.range.end].contains { $0 == 0x2E || $0 == 0x2F }
  }

  /// Takes the name of a declaration, which is no word of the language.
  mutating func declaredName(_ what: String) -> Name? {
    if let name = swappedName {
      swappedName = nil
      declaredNames.insert(name.text)
      return name
    }
    if at(.assign) || at(.colon), second().kind == .name { skipSign(after: what) }
    if !isSkipping, let word = current.word, Word.joints.contains(word) {
      failExpecting("the name of \(what)", code: .missingName)
    }
    guard let name = name("the name of \(what)") else { return nil }
    declaredNames.insert(name.text)
    if let word = Word(rawValue: name.text), !word.isReserved {
      report(
        .reservedName, "`\(name.text)` is a word of the language and names no declaration",
        name.range, helps: [.init("choose another name")])
    }
    return name
  }

  /// Reports a word that begins a declaration where a line of a body has a name of its own.
  ///
  /// On a line of its own the word would begin a declaration, so it is none in the midst of one.
  mutating func reportFirstWord() {
    guard !isSkipping, current.isFirstWord else { return }
    let word = text(current.range)
    if current.word == .input, second().symbol == .openRound { return failAtInputLayer() }
    report(
      .reservedName, "`\(word)` begins a declaration, and no line of a body", current.range,
      helps: [
        .init("as a name it stands in backquotes", edits: [.init(current.range, "`\(word)`")])
      ])
  }

  /// Reports a layer of other libraries that says what a body reads.
  private mutating func failAtInputLayer() {
    let start = current.range
    advance()
    _ = arguments()
    let range = range(from: start.start)
    fail(
      .reservedName, "no layer says what a body reads", range,
      helps: [
        .init("leave it out: it stands in the parentheses of the header", edits: [.init(range, "")])
      ])
  }

  private mutating func reportReserved() {
    let text = text(current.range)
    report(
      .reservedName, "`\(text)` is a reserved word", current.range,
      helps: [
        .init(
          "as a name it stands in backquotes", edits: [.init(current.range, "`\(text)`")])
      ])
  }

  /// path: names joined by points.
  mutating func path(_ what: String) -> Path? {
    guard let first = name(what) else { return nil }
    var names = [first]
    while take(.dot) != nil {
      guard let next = name("a name after `.`") else { break }
      names.append(next)
    }
    return Path(names, range(from: first.range.start))
  }

  /// call: a name and its arguments.
  mutating func call(_ what: String) -> Call? {
    guard let name = dottedName() ?? name(what) else { return nil }
    let arguments = at(.openRound) ? arguments() : []
    return Call(name: name, arguments: arguments, range: range(from: name.range.start))
  }

  /// type: a name and its dimensions.
  mutating func type() -> TypeReference? {
    if let type = typeOfDimensions() { return type }
    guard let name = name("a type") else { return nil }
    let dimensions = at(.openSquare) ? index() : nil
    return TypeReference(
      name: name, dimensions: dimensions, range: range(from: name.range.start))
  }

  /// Passes over a sign between a word and what belongs to it.
  mutating func skipSign(after what: String) {
    guard at(.assign) || at(.colon) else { return }
    if let last = diagnostics.last, last.primary.range.end == lastEnd, last.primary.range.length > 0
    {
      return advance()
    }
    let gap = SourceRange(lastEnd, current.range.end)
    let before = text(SourceRange(max(0, lastEnd - 40), lastEnd))
    let word = before.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.last.map(String.init)
    let isTouching = second().trivia.length == 0
    report(
      .needlessSign, "no \(found) stands after `\(word ?? what)`", current.range,
      helps: [
        .init(
          "what belongs to a word follows it at once",
          edits: [.init(gap, isTouching ? " " : "")], isSafe: true)
      ])
    advance()
  }
}
