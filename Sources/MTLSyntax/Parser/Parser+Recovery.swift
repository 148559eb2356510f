import MTLSource

/// How mistakes are reported and where reading goes on after them.
extension Parser {
  /// Reports a mistake that the parser sees past.
  mutating func report(
    _ code: DiagnosticCode, _ message: String, _ range: SourceRange, label: String = "",
    secondary: [Diagnostic.Label] = [], notes: [String] = [], helps: [Diagnostic.Help] = []
  ) {
    guard !isSkipping, diagnostics.count < SyntaxTree.mostDiagnostics else { return }
    guard current.kind != .unknown else { return }
    diagnostics.append(
      Diagnostic(
        code, message, at: .init(source, range, label), secondary: secondary, notes: notes,
        helps: helps))
  }

  /// Reports a mistake and skips the rest of the line.
  mutating func fail(
    _ code: DiagnosticCode, _ message: String, _ range: SourceRange, label: String = "",
    notes: [String] = [], helps: [Diagnostic.Help] = []
  ) {
    report(code, message, range, label: label, notes: notes, helps: helps)
    isSkipping = true
  }

  /// Reports that something else was expected here, and skips the rest of the line.
  mutating func failExpecting(_ what: String, code: DiagnosticCode = .syntax) {
    fail(code, "expected \(what), found \(found)", foundRange)
  }

  /// What the current token is, for a message.
  var found: String {
    if current.kind == .endOfFile { return "the file's end" }
    return isPastLine ? "the line's end" : "`\(text(current.range).excerpt)`"
  }

  /// Whether the current token stands behind the line that is being read.
  private var isPastLine: Bool {
    current.kind == .newline || current.kind == .endOfFile
      || (current.symbol == .closeBrace && current.isFirstOnLine)
  }

  /// Where to point at the current token; at a line's end, just behind what stands before it.
  var foundRange: SourceRange {
    isPastLine ? SourceRange(lastEnd, lastEnd) : current.range
  }

  /// Whether a declaration begins here, whatever is open.
  ///
  /// No declaration's word has a `(` behind it; inside a body it is a layer then.
  var isAtDeclaration: Bool {
    current.isFirstOnLine && current.word?.beginsDeclaration == true
      && (depth == 0 || second().symbol != .openRound)
  }

  /// Whether a line ends here.
  var isAtLineEnd: Bool {
    current.kind == .newline || current.kind == .endOfFile || current.symbol == .closeBrace
  }

  /// Ends a line: takes its line end, and reports what stands before it.
  mutating func endLine() {
    while !isSkipping && !isLineSplit && !isAtLineEnd && !isAtDeclaration { reportRest() }
    isLineSplit = false
    if isSkipping { skipLine() }
    if current.kind == .newline { advance() }
  }

  /// Reports what follows where a line should have ended.
  private mutating func reportRest() {
    switch current.symbol {
    case .comma?: reportRestBehindComma()
    case .closeRound?, .closeSquare?:
      reportStrayCloser()
      advance()
    case .openBrace?:
      fail(.missingLineEnd, "`{` opens no body here", current.range)
    case .assign?:
      fail(
        .needlessSign, "`=` has no place here", current.range,
        notes: ["`=` defines constants and columns; a setting's value follows its word at once"])
    case .dot?:
      fail(
        .missingLineEnd, "`.` cannot follow here", current.range,
        helps: [.init("a layer is called by its name alone; a value stands behind `from`")])
    default:
      if !(current.isFirstOnLine && endLineHere()) { reportMissingLineEnd() }
    }
  }

  /// Reports a comma where a line should have ended.
  private mutating func reportRestBehindComma() {
    let next = second()
    if next.isFirstOnLine || next.kind == .newline || next.kind == .endOfFile {
      let comma = current.range
      advance()
      return reportTrailingComma(comma)
    }
    fail(
      .missingLineEnd, "`,` cannot follow here", current.range,
      label: "the line should have ended", helps: [.init("begin a new line instead of it")])
  }

  private mutating func reportMissingLineEnd() {
    if splitLine() || failAtForeignWord() { return }
    fail(
      .missingLineEnd, "\(found) cannot follow here", current.range,
      label: "the line should have ended",
      helps: [.init("begin a new line before it, or look for a missing sign")])
  }

  /// Reports a bracket or brace that closes nothing.
  mutating func reportStrayCloser() {
    let edit = Diagnostic.Edit(current.range, "")
    report(
      .strayBracket, "`\(text(current.range))` closes nothing", current.range,
      helps: [.init("remove it", edits: [edit])])
  }

  /// Passes over the rest of a line, bodies that it opens included.
  mutating func skipLine() {
    var open = 0
    while current.kind != .endOfFile && !isAtDeclaration {
      switch current.symbol {
      case .openBrace?: open += 1
      case .closeBrace? where open == 0: return endSkipping()
      case .closeBrace?: open -= 1
      default: if current.kind == .newline && open == 0 { return endSkipping() }
      }
      advance()
    }
    endSkipping()
  }

  /// Trusts what follows again.
  private mutating func endSkipping() {
    isSkipping = false
    lostBrace = false
  }

  /// Reads the lines between braces and returns where they stand, from brace to brace.
  mutating func braced(_ what: String, line: (inout Parser) -> Void) -> SourceRange {
    guard let open = openBrace(what) else { return current.range.before }
    guard enter(open) else {
      skipLine()
      return open
    }
    defer { depth -= 1 }
    while current.symbol != .closeBrace {
      guard current.kind != .endOfFile, !isAtDeclaration else {
        reportUnclosedBrace(open, what)
        return range(from: open.start)
      }
      if takeForeignEnd() { return range(from: open.start) }
      readLine(line)
    }
    advance()
    return range(from: open.start)
  }

  /// Reads one line, and takes at least one token.
  mutating func readLine(_ line: (inout Parser) -> Void) {
    let count = tokens.count
    skipDash()
    line(&self)
    endLine()
    if tokens.count == count && current.symbol != .closeBrace { advance() }
  }

  private mutating func reportUnclosedBrace(_ open: SourceRange, _ what: String) {
    abandonedBodies += 1
    guard open.length > 0, abandonedAt != current.range.start else { return }
    abandonedAt = current.range.start
    let here = isAtDeclaration ? "a declaration begins before it is closed" : "the file ends here"
    report(
      .unclosedBrace, "the body of \(what) is not closed", open, label: "never closed",
      secondary: [.init(source, foundRange, here)],
      helps: [.init("close it with `}` on a line of its own")])
  }

  /// Takes the brace that opens a body; `nil` where no body follows.
  private mutating func openBrace(_ what: String) -> SourceRange? {
    if isSkipping { return openBraceAfterMistake() }
    if let open = take(.openBrace) { return open }
    if at(.colon), endsHeader(second()) { return openWithColon(what) }
    if current.kind == .newline, second().symbol == .openBrace { return takeBraceOfNextLine() }
    if let open = openWithParenthesis(what) { return open }
    guard current.kind == .newline || current.kind == .endOfFile else {
      failExpecting("`{`", code: .missingBrace)
      return openBraceAfterMistake()
    }
    report(
      .missingBrace, "the body of \(what) has no `{`", foundRange, label: "expected here",
      helps: [.init("open the body", edits: [.init(foundRange, " {")])])
    return openWithoutBrace()
  }

  /// Goes on in a body whose brace is missing, where lines of it follow.
  mutating func openWithoutBrace() -> SourceRange? {
    guard current.kind == .newline, second().word?.beginsDeclaration != true else { return nil }
    let open = current.range
    advance()
    return SourceRange(open.start, open.start)
  }

  private mutating func openBraceAfterMistake() -> SourceRange? {
    let isLost = lostBrace
    while current.symbol != .openBrace {
      if isAtLineEnd || isAtDeclaration {
        endSkipping()
        if current.symbol == .closeBrace && !current.isFirstOnLine { advance() }
        return isLost || isIndented ? openWithoutBrace() : nil
      }
      advance()
    }
    endSkipping()
    return take(.openBrace)
  }

  /// Whether the next line stands further to the right than declarations do.
  private var isIndented: Bool {
    guard current.kind == .newline, current.range.end < lexer.bytes.count else { return false }
    let byte = lexer.bytes[current.range.end]
    return byte == 0x20 || byte == 0x09
  }

  private mutating func takeBraceOfNextLine() -> SourceRange? {
    let open = second().range
    let gap = SourceRange(lastEnd, open.end)
    let isBlank = !text(gap).contains("//")
    report(
      .missingBrace, "`{` stands on a line of its own", open,
      helps: [
        .init(
          "put it behind what it opens", edits: isBlank ? [.init(gap, " {")] : [], isSafe: isBlank)
      ])
    advance()
    return take(.openBrace)
  }

  /// Goes one level deeper; reports and refuses where that is too deep.
  mutating func enter(_ range: SourceRange) -> Bool {
    guard depth < Parser.deepestNesting else {
      fail(
        .nestedTooDeep, "more than \(Parser.deepestNesting) levels stand inside each other", range)
      return false
    }
    depth += 1
    return true
  }
}

extension Token {
  /// Whether it is a word that begins a declaration.
  var isFirstWord: Bool { word?.beginsDeclaration == true }
}

extension SourceRange {
  /// The empty range at the beginning of this one.
  var before: SourceRange { SourceRange(start, start) }
}
