import MTLSource

/// What is written as in other languages, and can only mean one thing here.
extension Parser {
  // MARK: Words

  /// Reports a word of another language at which, or behind which, the line cannot go on.
  mutating func failAtForeignWord() -> Bool {
    guard !isSkipping, !isFull else { return false }
    for token in [current, tokens.last ?? current] where token.kind == .name {
      let word = text(token.range)
      guard let foreign = ForeignWord.named(word) else { continue }
      let edits = foreign.replacement.map { [Diagnostic.Edit(token.range, $0)] } ?? []
      fail(
        .missingLineEnd, "`\(word)` is no word of the language", token.range,
        helps: [.init(foreign.advice, edits: edits)])
      return true
    }
    return false
  }

  /// Whether `not in`, `is` or `is not` compares what has been read with what follows.
  var isAtForeignComparison: Bool {
    guard !isSkipping, !current.isFirstOnLine else { return false }
    if current.word == .not { return second().word == .in }
    return current.kind == .name && current.range.length == 2 && text(current.range) == "is"
  }

  /// Reads the rest of such a comparison as what it means.
  mutating func foreignComparison(_ lhs: Expression) -> Expression {
    current.word == .not ? notIn(lhs) : comparedByWord(lhs)
  }

  private mutating func notIn(_ lhs: Expression) -> Expression {
    let gap = lastEnd
    let start = current.range.start
    advance()
    let operatorRange = SourceRange(start, current.range.end)
    let edits = [
      Diagnostic.Edit(lhs.range.before, "not "),
      Diagnostic.Edit(SourceRange(gap, current.range.start), " "),
    ]
    report(
      .syntax, "`not in` is no operator", operatorRange,
      helps: [.init("put `not` before the comparison", edits: edits, isSafe: true)])
    advance()
    let inner = joined(.contained, lhs, rangeExpression(), operatorRange)
    return limited(.unary(.not, inner), lhs.range.start)
  }

  private mutating func comparedByWord(_ lhs: Expression) -> Expression {
    let start = current.range.start
    let isNegated = second().word == .not
    let operand = upcoming(2)[isNegated ? 1 : 0]
    if ForeignWord.isNothing(text(operand.range)) { return missingByWord(lhs, isNegated) }
    let range = SourceRange(start, isNegated ? second().range.end : current.range.end)
    let sign = isNegated ? "!=" : "=="
    report(
      .syntax, "`\(isNegated ? "is not" : "is")` is no operator", range,
      helps: [.init("compare with `\(sign)`", edits: [.init(range, sign)])])
    advance()
    if isNegated { advance() }
    return joined(isNegated ? .notEqual : .equal, lhs, rangeExpression(), range)
  }

  /// Reads `is None` and `is not None` as the question whether a value is missing.
  private mutating func missingByWord(_ lhs: Expression, _ isNegated: Bool) -> Expression {
    let start = current.range.start
    for _ in 0..<(isNegated ? 3 : 2) { advance() }
    let range = range(from: start)
    let gap = SourceRange(lhs.range.end, lastEnd)
    let call = "is_missing"
    report(
      .syntax, "`\(isNegated ? "is not" : "is")` is no operator", range,
      helps: [
        .init(
          "write `\(isNegated ? "not " : "")\(call)(\(text(lhs.range)))`",
          edits: [
            .init(lhs.range.before, "\(isNegated ? "not " : "")\(call)("), .init(gap, ")"),
          ])
      ])
    let callee = Expression(.name(Name(call, range)), range)
    let question = limited(.call(callee, [.init(label: nil, value: lhs)]), lhs.range.start)
    return isNegated ? limited(.unary(.not, question), lhs.range.start) : question
  }

  /// Passes over the letter before a string, as in `f"text"`.
  mutating func skipStringPrefix() {
    let end = current.range.end
    guard current.range.length <= 2, end < lexer.bytes.count, lexer.bytes[end] == 0x22,
      at(.name), second().kind == .string
    else { return }
    report(
      .syntax, "no letter stands before a string", current.range,
      helps: [.init("remove it", edits: [.init(current.range, "")])])
    advance()
  }

  // MARK: Lines and bodies

  /// Passes over a dash that begins a line as an element of a list.
  mutating func skipDash() {
    guard at(.minus) else { return }
    let next = second()
    if next.symbol == .minus, next.trivia.length == 0 {
      return fail(
        .foreignComment, "`--` begins no comment", SourceRange(current.range.start, next.range.end),
        helps: [.init("comments begin with `//`")])
    }
    guard next.kind == .name || next.kind == .quotedName, !next.isFirstOnLine else { return }
    report(
      .syntax, "a line does not begin with `-`", current.range,
      helps: [
        .init(
          "remove it", edits: [.init(SourceRange(current.range.start, next.range.start), "")],
          isSafe: true)
      ])
    advance()
  }

  /// Whether a line begins here with a dash and goes on with a word and what belongs to it.
  var isAtDashedLine: Bool {
    guard current.isFirstOnLine, at(.minus) else { return false }
    let next = upcoming(2)
    guard next.count == 2, next[0].kind == .name, !next[0].isFirstOnLine, !next[1].isFirstOnLine
    else { return false }
    switch next[1].kind {
    case .name: return next[1].word.map { !Word.joints.contains($0) } ?? true
    case .quotedName, .number, .string: return true
    default: return next[1].symbol == .colon && openers.isEmpty
    }
  }

  /// Takes the word `end` where it closes a body, as the last line before a declaration.
  mutating func takeForeignEnd() -> Bool {
    guard at(.name), current.range.length == 3, current.isFirstOnLine,
      text(current.range) == "end"
    else { return false }
    let next = upcoming(2)
    let isLast = next.first?.kind == .endOfFile
    guard isLast || (next.first?.kind == .newline && next.last?.isFirstWord == true) else {
      return false
    }
    report(
      .unclosedBrace, "`end` closes no body", current.range,
      helps: [.init("close it with `}`", edits: [.init(current.range, "}")], isSafe: true)])
    advance()
    return true
  }

  /// Whether a token behind a colon shows that the colon ends a declaration's first line.
  func endsHeader(_ next: Token) -> Bool {
    next.isFirstOnLine || next.kind == .newline || next.kind == .endOfFile
  }

  /// Goes on in a body that a colon opens.
  mutating func openWithColon(_ what: String) -> SourceRange? {
    if current.range.start == explainedColon {
      advance()
      return openWithoutBrace()
    }
    let edit = Diagnostic.Edit(SourceRange(lastEnd, current.range.end), " {")
    report(
      .missingBrace, "`:` opens no body", current.range,
      helps: [.init("open the body of \(what) with `{`, and close it with `}`", edits: [edit])])
    advance()
    return openWithoutBrace()
  }

  /// Goes on in a body that a parenthesis opens at its line's end.
  mutating func openWithParenthesis(_ what: String) -> SourceRange? {
    guard at(.openRound), second().isFirstOnLine else { return nil }
    let open = current.range
    report(
      .missingBrace, "expected `{`, found `(`", open,
      helps: [.init("open the body of \(what) with `{`", edits: [.init(open, "{")])])
    advance()
    lexer.closeBrackets()
    return open
  }

  // MARK: Arguments without parentheses

  /// Reads what stands behind a name as its argument, where parentheses have been left out.
  ///
  /// Between names that are no path a comma may be missing instead.
  mutating func bareArgument(of name: String, _ bare: BareArguments) -> Expression.Argument? {
    guard bare != .none, !isSkipping, !isFull, !current.isFirstOnLine, isAtBareArgument(bare) else {
      return nil
    }
    let gap = SourceRange(lastEnd, current.range.start)
    let value = expression()
    let edits = [Diagnostic.Edit(gap, "(")]
    let closing =
      openers.isEmpty && at(.closeRound)
      ? [] : [Diagnostic.Edit(SourceRange(lastEnd, lastEnd), ")")]
    report(
      .syntax, "what belongs to `\(name)` stands in parentheses", value.range,
      helps: [.init("put it into parentheses", edits: edits + closing)])
    if closing.isEmpty { advance() }
    return .init(label: nil, value: value)
  }

  private func isAtBareArgument(_ bare: BareArguments) -> Bool {
    switch current.kind {
    case .number, .share, .string: true
    case .name, .quotedName:
      current.word.map { !Word.joints.contains($0) } ?? true
        && (bare == .names || second().symbol == .dot)
        && ForeignWord.named(text(current.range)) == nil
    default: false
    }
  }

  /// Reads the values that a body reads, where their parentheses have been left out.
  mutating func bareInputs() -> [Path]? {
    guard isAtName, current.word.map({ !Word.joints.contains($0) }) ?? true else { return nil }
    let gap = SourceRange(lastEnd, current.range.start)
    guard [.openBrace, .dot, .comma].contains(second().symbol) else { return nil }
    var paths: [Path] = []
    repeat {
      if let path = path("a value that the body reads") { paths.append(path) }
    } while take(.comma) != nil
    let end = SourceRange(lastEnd, lastEnd)
    report(
      .syntax, "what a body reads stands in parentheses", SourceRange(gap.end, lastEnd),
      helps: [.init("put it into parentheses", edits: [.init(gap, "("), .init(end, ")")])])
    return paths
  }

  // MARK: Declarations

  /// What `def`, `class` and the like must mean, judged by what they read and hold.
  func meantDeclaration() -> Word {
    let tokens = upcoming(200)
    let end = tokens.firstIndex { $0.isFirstOnLine && ($0.isFirstWord || $0.symbol == .closeBrace) }
    let own = tokens[..<(end ?? tokens.count)]
    if own.contains(where: { $0.isFirstOnLine && $0.word == .loss }) { return .task }
    let header = own.prefix { $0.symbol != .openBrace && $0.kind != .newline }
    let hasInputs = header.contains { $0.symbol == .openRound }
    if hasInputs, header.contains(where: { $0.symbol == .dot }) { return .shared }
    let inner = header.last?.symbol == .colon ? header.dropLast() : header
    return hasInputs && !inner.contains { $0.symbol == .colon } ? .shared : .block
  }
}

/// What is taken for an argument whose parentheses have been left out.
enum BareArguments {
  case none
  /// Literals, and names that begin a path.
  case values
  /// Any name as well.
  case names
}
