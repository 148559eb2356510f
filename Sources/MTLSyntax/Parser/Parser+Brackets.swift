import MTLSource

/// Numbers, lists, and what stands in brackets.
extension Parser {
  /// Reads a number, a share or a duration.
  mutating func number() -> Expression {
    let token = current
    let isShare = token.kind == .share
    let digits = text(SourceRange(token.range.start, token.range.end - (isShare ? 1 : 0)))
    let number = Literal.number(digits)
    if number == nil && !lexerReported(token) {
      report(
        .badNumber, "no 64-bit value holds `\(digits.excerpt)`", token.range)
    }
    advance()
    guard let number, !isShare else {
      return Expression(number.map { .share($0.value / 100) } ?? .missing, token.range)
    }
    if at(.name), !current.isFirstOnLine, let share = percentWord(number.value) {
      return Expression(.share(share), range(from: token.range.start))
    }
    if let unit = unit(behind: number.value) {
      return Expression(.duration(number.value, unit: unit), range(from: token.range.start))
    }
    return Expression(.number(number.value, isInteger: number.isInteger), token.range)
  }

  private func lexerReported(_ token: Token) -> Bool {
    lexer.diagnostics.last.map {
      token.range.start <= $0.primary.range.start
        && $0.primary.range.end <= token.range.end
    } ?? false
  }

  /// Takes the word `percent` behind a number, and gives the share that is meant.
  private mutating func percentWord(_ number: Double) -> Double? {
    let word = text(current.range)
    guard word == "percent" || word == "pct", canOnlyBeUnit else { return nil }
    let edit = Diagnostic.Edit(SourceRange(lastEnd, current.range.end), "%")
    report(
      .unknownUnit, "`\(word)` is no unit", current.range,
      helps: [.init("a share is a number and a `%` that touches it", edits: [edit])])
    advance()
    return number / 100
  }

  /// Takes the unit behind a number, in the singular.
  private mutating func unit(behind number: Double) -> String? {
    guard at(.name), !current.isFirstOnLine else { return nil }
    let word = text(current.range)
    if let unit = DurationUnit.singular(word) {
      advance()
      return unit
    }
    let near = isFull ? nil : DurationUnit.meant(by: word)
    guard near != nil || canOnlyBeUnit else { return nil }
    let written = near.map { number == 1 ? $0 : $0 + "s" }
    report(
      .unknownUnit, "`\(word.excerpt)` is no unit of time", current.range,
      notes: near != nil
        ? [] : ["the units are `epochs`, `steps`, `seconds`, `minutes` and `hours`"],
      helps: written.map {
        [.init("did you mean `\($0)`?", edits: [.init(current.range, $0)])]
      } ?? [])
    advance()
    return near ?? "step"
  }

  /// Whether the word behind a number can be nothing else: nothing follows it that belongs to it,
  /// and outside brackets or behind an argument's name no comma can be missing before it.
  private var canOnlyBeUnit: Bool {
    guard current.word == nil else { return false }
    let next = second()
    guard lexer.isInBrackets else {
      return next.kind == .newline || next.symbol == .closeBrace || next.kind == .endOfFile
    }
    let isNamed = tokens.dropLast().last?.symbol == .colon
    return isNamed && (next.symbol == .closeRound || next.symbol == .comma)
  }

  /// list: values in square brackets.
  mutating func list() -> Expression {
    let start = current.range.start
    let elements = bracketed("the list") { $0.expression() }
    return Expression(.list(elements), range(from: start))
  }

  /// index: the places or members in square brackets behind a value.
  mutating func index() -> [Expression] {
    let places = bracketed("the brackets") { $0.place() }
    if places.isEmpty && !isSkipping {
      report(.missingValue, "the brackets are empty", range(from: lastEnd - 1))
    }
    return places
  }

  /// Reads one place; a colon between two is taken for `..`.
  private mutating func place() -> Expression {
    let first = expression()
    guard let colon = take(.colon) else { return first }
    report(
      .syntax, "no `:` makes a range", colon,
      helps: [.init("both ends of a range stand around `..`", edits: [.init(colon, "..")])])
    let last = expression()
    return Expression(
      .binary(.range, first, last, operatorRange: colon), range(from: first.range.start))
  }

  /// arguments: values in round brackets behind a name.
  mutating func arguments() -> [Expression.Argument] {
    bracketed("the arguments") { parser in
      parser.bracedArguments() ?? [parser.argument()]
    }.flatMap { $0 }
  }

  /// argument: a value, perhaps with its name before it.
  mutating func argument() -> Expression.Argument {
    let outer = argumentStart
    argumentStart = current.range.start
    let first = expression()
    argumentStart = outer
    if at(.assign) { reportArgumentSign() }
    if isAtUnsignedArgument(first) {
      reportMissingColon()
      return .init(label: first, value: expression())
    }
    guard take(.colon) != nil || take(.assign) != nil else {
      return .init(label: nil, value: first)
    }
    return .init(label: first, value: expression())
  }

  /// Whether a value follows an argument's name at once.
  private func isAtUnsignedArgument(_ first: Expression) -> Bool {
    guard case .name = first.kind, !current.isFirstOnLine else { return false }
    return at(.number) || at(.share) || at(.string) || at(.true) || at(.false)
  }

  private mutating func reportMissingColon() {
    let place = SourceRange(lastEnd, lastEnd)
    report(
      .syntax, "no `:` stands between an argument's name and its value", current.range,
      helps: [.init("put `:` behind the name", edits: [.init(place, ":")])])
  }

  private mutating func reportArgumentSign() {
    let gap = SourceRange(lastEnd, current.range.end)
    let isTouching = second().trivia.length == 0
    report(
      .needlessSign, "`=` names no argument", current.range,
      helps: [
        .init(
          "put `:` between an argument's name and its value",
          edits: [.init(gap, isTouching ? ": " : ":")], isSafe: true)
      ])
  }

  /// Reads elements in brackets with commas between them; one may stand behind the last.
  mutating func bracketed<Element>(
    _ what: String, element: (inout Parser) -> Element
  ) -> [Element] {
    let opener = current
    let closer = opener.symbol?.closer ?? .closeRound
    guard enter(opener.range) else { return [] }
    defer { depth -= 1 }
    advance()
    let outerCloser = knownCloser
    knownCloser = 0
    defer { knownCloser = outerCloser }
    let style = current.isFirstOnLine
    var elements: [Element] = []
    openers.append(opener.symbol ?? .openRound)
    defer { openers.removeLast() }
    while !isSkipping && !isAtCloser && !isBehindBrackets {
      elements.append(element(&self))
      guard takeElementSeparator(opener, isOneALine: style) else { break }
    }
    close(opener, with: closer, what)
    skipStrayCloser(behind: closer)
    return elements
  }

  /// Whether a closing bracket of either kind is next.
  private var isAtCloser: Bool { at(.closeRound) || at(.closeSquare) }

  /// Whether something is next that stands in no brackets.
  private var isBehindBrackets: Bool {
    (at(.openBrace) && !isAtForeignBrace) || at(.closeBrace) || current.kind == .newline
      || current.kind == .endOfFile
  }

  /// Takes the comma between two elements; whether a further one can follow.
  private mutating func takeElementSeparator(_ opener: Token, isOneALine: Bool) -> Bool {
    guard !isSkipping else { return false }
    if take(.comma) != nil { return true }
    if isAtCloser || isBehindBrackets { return false }
    if current.isFirstOnLine && !isOneALine && !closerFollows() { return false }
    guard beginsValue else { return false }
    reportMissingComma()
    return true
  }

  /// Reports a comma that is missing before the current token.
  mutating func reportMissingComma() {
    if isFull || failAtForeignWord() { return }
    let place = SourceRange(lastEnd, lastEnd)
    report(
      .missingComma, "a comma is missing before \(found)", current.range,
      helps: [.init("separate the two with a comma", edits: [.init(place, ",")])])
  }

  /// Whether the bracket is closed further on, before anything that stands in no bracket.
  ///
  /// Where the innermost bracket closes is kept, so that no element of it is read again for that.
  private mutating func closerFollows() -> Bool {
    if current.range.start < knownCloser { return true }
    guard let closer = findCloser() else { return false }
    knownCloser = closer
    return true
  }

  private func findCloser() -> Int? {
    var copy = lexer
    var token = current
    var open = 0
    for _ in 0..<1000 {
      switch token.symbol {
      case .openRound?, .openSquare?: open += 1
      case .closeRound?, .closeSquare?: open -= 1
      case .openBrace?, .closeBrace?, .arrow?, .assign?: return nil
      default: if token.kind == .endOfFile || token.kind == .newline { return nil }
      }
      if open < 0 { return token.range.start }
      token = copy.next()
    }
    return nil
  }

  /// Takes the closing bracket; reports another one, or none.
  private mutating func close(_ opener: Token, with closer: Symbol, _ what: String) {
    guard !isSkipping, take(closer) == nil else { return }
    let closesOuter = isAtCloser && openers.dropLast().contains { $0.closer == current.symbol }
    if isAtCloser && !closesOuter { return reportMismatch(opener, closer) }
    let opens = current.symbol == .openBrace || current.symbol == .arrow
    guard opens || closesOuter || isAtLineEnd || current.isFirstOnLine else {
      return failExpecting("`,` or `\(closer.rawValue)`")
    }
    let place = SourceRange(lastEnd, lastEnd)
    report(
      .unclosedBracket, "`\(text(opener.range))` is not closed", opener.range,
      label: "never closed",
      helps: [.init("close \(what)", edits: [.init(place, closer.rawValue)])])
    if closesOuter { return }
    if current.isFirstOnLine || opens { leaveBracket(opens: opens) }
    if current.kind == .newline && second().word?.beginsDeclaration == true { isSkipping = true }
  }

  /// Goes on as if the bracket had been closed.
  private mutating func leaveBracket(opens: Bool) {
    if opens { lexer.closeBrackets() } else { endLineHere() }
  }

  private mutating func reportMismatch(_ opener: Token, _ closer: Symbol) {
    report(
      .strayBracket, "\(found) cannot close `\(text(opener.range))`", current.range,
      secondary: [.init(source, opener.range, "opened here")],
      helps: [
        .init(
          "close it with `\(closer.rawValue)`", edits: [.init(current.range, closer.rawValue)])
      ])
    advance()
  }

  /// Takes the comma between two values of a line; whether a further one follows.
  ///
  /// A comma at the end of a line that the next line does not continue is reported, and one that is
  /// missing before another name as well.
  mutating func takeSeparator(isNext: (Parser) -> Bool) -> Bool {
    guard !isSkipping else { return false }
    guard let comma = take(.comma) else {
      guard isNext(self), !current.isFirstOnLine, !isAtJoint else { return false }
      reportMissingComma()
      return true
    }
    if splitLine(behind: comma) { return false }
    guard endsLine else { return true }
    reportTrailingComma(comma)
    return false
  }

  /// Reports a comma at a line's end that has been taken, and ends the line.
  mutating func reportTrailingComma(_ comma: SourceRange) {
    report(
      .trailingComma, "the comma continues a line that ends here", comma,
      helps: [.init("remove it", edits: [.init(comma, "")])])
    if !isAtLineEnd { endLineHere() }
  }

  /// Whether a joining word is next, or what looks like one that is misspelt.
  private var isAtJoint: Bool {
    guard current.kind == .name else { return false }
    if let word = current.word { return Word.joints.contains(word) }
    return !isFull && Guess.joint(text(current.range), before: second()) != nil
  }

  /// Whether the line behind a comma is one of its own.
  private var endsLine: Bool {
    if isAtLineEnd { return true }
    guard current.isFirstOnLine else { return false }
    let next = second()
    if current.kind == .string { return next.symbol == .colon && openers.isEmpty }
    guard current.kind == .name, !next.isFirstOnLine else { return false }
    switch next.kind {
    case .name, .quotedName, .number, .share, .string:
      return next.word.map { !Word.joints.contains($0) } ?? true
    default: return current.word?.beginsDeclaration == true && next.symbol == .openBrace
    }
  }
}
