import MTLSource

/// Data blocks and sets of columns.
extension Parser {
  /// data: one data set, its source and its lines.
  mutating func data() -> Declaration.Kind? {
    guard let name = nameFromSource() ?? declaredName("the data set") else {
      skipLine()
      return nil
    }
    let source = sourceInParentheses() ?? statedSource()
    let (lines, body) = lines("`\(name.text)`")
    guard let source else { return nil }
    return .data(.init(name: name, source: source, lines: lines, body: body))
  }

  /// Reads the source of a data set and the word before it.
  private mutating func statedSource() -> Call? {
    takeFrom()
    return at(.string) ? fileSource() : call("a source such as `csv`")
  }

  /// Takes the word before a source, or what stands in its place.
  private mutating func takeFrom() {
    let gap = SourceRange(lastEnd, current.range.end)
    if at(.assign) || at(.colon), second().kind == .name || second().kind == .string {
      let isTouching = second().trivia.length == 0
      report(
        .needlessSign, "\(found) comes before no source", current.range,
        helps: [.init("write `from`", edits: [.init(gap, isTouching ? " from " : " from")])])
      return advance()
    }
    guard isAtName, current.word == nil, second().symbol == .openRound,
      isFull || Guess.joint(text(current.range), before: second()) == nil
    else { return expect(.from, "`from` and the source of the data") }
    let place = SourceRange(lastEnd, lastEnd)
    report(
      .syntax, "no `from` stands before the source \(found)", current.range,
      helps: [.init("put `from` before it", edits: [.init(place, " from")], isSafe: true)])
  }

  /// Reads a file's name that stands for a source of its kind.
  private mutating func fileSource() -> Call {
    let file = primary()
    let name = Name("csv", file.range.before)
    report(
      .syntax, "a source says of which kind a file is", file.range,
      helps: [
        .init(
          "a file of comma-separated values is read by `csv`",
          edits: [.init(file.range.before, "csv("), .init(file.range.after, ")")])
      ])
    return Call(name: name, arguments: [.init(label: nil, value: file)], range: file.range)
  }

  /// columns: lines that several data sets take in.
  mutating func columns() -> Declaration.Kind? {
    guard let name = declaredName("the columns") else {
      skipLine()
      return nil
    }
    skipSourceOfColumns()
    return .columns(.init(name: name, lines: lines("`\(name.text)`").lines))
  }

  /// lines: the lines of a data block.
  private mutating func lines(_ what: String) -> (lines: [DataLine], body: SourceRange) {
    var lines: [DataLine] = []
    let body = braced(what) { parser in
      if let line = parser.line() { lines.append(line) }
    }
    return (lines, body)
  }

  /// line: columns, `use` or `split`.
  private mutating func line() -> DataLine? {
    let keyword = current.range
    let reported = diagnostics.count
    guard let word = takeDataWord() else {
      isSkipping = true
      return DataLine(kind: .malformed, range: keyword, keyword: keyword)
    }
    skipSign(after: word.rawValue)
    let kind: DataLine.Kind? =
      switch word {
      case .use: name("the name of a `columns` declaration").map { .use($0) }
      case .split: split(since: reported).map { .split($0) }
      default: column(DataLine.Role(rawValue: word.rawValue) ?? .column)
      }
    let isUsable = !isSkipping
    return DataLine(
      kind: isUsable ? kind ?? .malformed : .malformed, range: range(from: keyword.start),
      keyword: keyword)
  }

  /// Takes the word of a line, which a line goes without that a comma has begun.
  private mutating func takeDataWord() -> Word? {
    if let role = carriedRole {
      carriedRole = nil
      return role
    }
    if let role = roleOfBareColumn() { return role }
    guard let word = dataWord() else { return nil }
    advance()
    return word
  }

  /// The word that a line begins with, or the one that must be meant.
  private mutating func dataWord() -> Word? {
    if let word = current.word, word.beginsDataLine { return word }
    let guess = isFull ? nil : Guess.dataLine(text(current.range), before: second())
    report(
      .unknownLine, "\(found) begins no line of a data block", current.range,
      notes: guess == nil ? [Guess.dataWords] : [], helps: guess.map { [help($0)] } ?? [])
    return current.kind == .name ? guess?.word : nil
  }

  /// column: a role, names, a type and what they are made from.
  private mutating func column(_ role: DataLine.Role) -> DataLine.Kind {
    if let line = columnsBehindTheirType(role) { return line }
    let spans = namesInOneReport()
    let type = takeTypeColon() ? call("a type") : nil
    skipSecondType(type)
    var value: Expression?
    if at(.assign) || at(.equal) {
      takeDefinition()
      value = expression()
      reportDivision(value)
    }
    splitLine(of: role)
    return .columns(role, spans: spans, type: type, value: value)
  }

  /// Takes the colon before a type; whether a type follows.
  private mutating func takeTypeColon() -> Bool {
    if take(.colon) != nil { return true }
    guard isAtName, second().symbol == .openRound else { return false }
    let place = SourceRange(lastEnd, lastEnd)
    report(
      .syntax, "no `:` stands before the type \(found)", current.range,
      helps: [.init("put `:` before it", edits: [.init(place, ":")], isSafe: true)])
    return true
  }

  /// names: names and counted names, or `*`.
  mutating func names() -> [DataLine.Span] {
    if let range = take(.times) { return [.init(first: nil, last: nil, range: range)] }
    var spans: [DataLine.Span] = []
    repeat {
      guard let span = span() else { break }
      spans.append(span)
    } while takeSeparator(isNext: { $0.isAtColumnName })
    return spans
  }

  /// Whether a further column's name is next; one before `(` is a type whose colon is missing.
  private var isAtColumnName: Bool { isAtName && second().symbol != .openRound }

  /// span: one name, or counted names.
  private mutating func span() -> DataLine.Span? {
    guard let first = name("a column's name") else { return nil }
    if let other = nameWithSigns(first) { return other }
    let last = takeRange(behind: first) ? name("the last name of the count") : nil
    return .init(first: first, last: last, range: range(from: first.range.start))
  }
}
