import MTLSource

/// Settings that are written as in other formats.
extension Parser {
  // MARK: Words

  /// The word of a setting; one with `-` is read as if it had `_`.
  mutating func settingWord() -> Name? {
    name("the word of a setting").map { withUnderscores($0) }
  }

  /// The name with `_` for each `-` that divides it.
  mutating func withUnderscores(_ word: Name) -> Name {
    guard at(.minus), current.trivia.length == 0 else { return word }
    var text = word.text
    while at(.minus), second().kind == .name, second().trivia.length == 0 {
      advance()
      text += "_" + self.text(current.range)
      advance()
    }
    let range = range(from: word.range.start)
    guard range != word.range else { return word }
    report(
      .missingLineEnd, "`\(self.text(range))` is no name", range,
      helps: [.init("such names are written with `_`", edits: [.init(range, text)])])
    return Name(text, range)
  }

  /// Reads a setting as JSON writes it, as in `"batch": 64,`.
  mutating func quotedClause() -> Clause? {
    guard at(.string), !isFull else { return nil }
    let sign = second()
    let word = Literal.string(current, in: source)
    guard sign.symbol == .colon || sign.symbol == .assign, word.isBareName else { return nil }
    let count = diagnostics.count
    let start = current.range
    advance()
    let gap = SourceRange(start.start, second().range.start)
    advance()
    report(
      .missingName, "a setting does not stand in double quotes", start,
      helps: [
        .init("write the word and behind it its value", edits: [.init(gap, word + " ")])
      ])
    let values = pipelines().map { $0.map { unquoted($0) } }
    mergeReports(since: count, from: start.start)
    guard !isSkipping else { return nil }
    return Clause(
      word: Name(word, start), values: values, range: range(from: start.start))
  }

  private mutating func unquoted(_ value: Expression) -> Expression {
    guard case .string(let name) = value.kind, name.isBareName else { return value }
    report(
      .syntax, "a name does not stand in double quotes", value.range,
      helps: [.init("write it without", edits: [.init(value.range, name)])])
    return Expression(.name(Name(name, value.range)), value.range)
  }

  /// Reads a setting whose word is missing, where what stands there can belong to one only.
  mutating func clauseWithoutWord(of kind: Declaration.Settings.Kind) -> Clause? {
    guard isAtName, !isFull, kind != .train else { return nil }
    let next = second()
    let word = kind == .compare ? "methods" : "vary"
    let isList = kind == .compare && (next.symbol == .comma || next.symbol == .arrow)
    let isRange =
      kind == .tune && text(current.range) != word
      && (next.word == .in || next.symbol == .openSquare)
    guard isList || isRange else { return nil }
    let place = current.range.before
    var edits = [Diagnostic.Edit(place, word + " ")]
    let isIndexed = next.symbol == .openSquare
    if isIndexed { edits.append(.init(SourceRange(current.range.end, current.range.end), " in")) }
    report(
      .missingValue, "no word of a setting stands before \(found)", current.range,
      helps: [.init("write `\(word)` before it", edits: edits)])
    let values = pipelines()
    guard !isSkipping else { return nil }
    return Clause(
      word: Name(word, place),
      values: isIndexed ? values.map { $0.map { $0.asVariation } } : values,
      range: range(from: place.start))
  }

  /// Takes a sign for the `in` of a line that says what a name runs through.
  mutating func takeSignForIn() -> Bool {
    guard at(.assign) || at(.colon) else { return false }
    let gap = SourceRange(lastEnd, current.range.end)
    let blank = second().trivia.length == 0 ? " " : ""
    report(
      .needlessSign, "\(found) says nowhere what a name runs through", current.range,
      helps: [.init("write `in`", edits: [.init(gap, " in\(blank)")], isSafe: true)])
    advance()
    return true
  }

  // MARK: Arguments on lines of their own

  /// Reads the arguments of a setting's value that stand in braces, as in `adam { momentum 0.9 }`.
  mutating func argumentsInBraces(of values: [[Expression]]) -> [[Expression]] {
    guard at(.openBrace), !isFull, values.count == 1, values[0].count == 1,
      case .name(let name) = values[0][0].kind
    else { return values }
    let open = current.range
    let gap = lastEnd
    let count = diagnostics.count
    let clauses = clauses("`\(name.text)`")
    guard !isSkipping else { return values }
    diagnostics.removeSubrange(count...)
    return [
      [call(name, clauses, replacing: SourceRange(gap, lastEnd), at: open, named: false)]
    ]
  }

  /// Reads a setting whose value stands on further lines, as in YAML.
  mutating func nestedClause(_ word: Name) -> Clause? {
    guard at(.colon), second().kind == .newline, !isFull else { return nil }
    let indentation = column(of: word.range.start)
    let colon = current.range
    guard let first = upcoming(2).last, column(of: first.range.start) > indentation,
      first.kind == .name || first.symbol == .minus
    else { return nil }
    let gap = lastEnd
    advance()
    let count = diagnostics.count
    var clauses: [Clause] = []
    while current.kind == .newline, column(of: second().range.start) > indentation,
      second().symbol != .closeBrace, !second().isFirstWord
    {
      advance()
      skipDash()
      if let clause = clause() { clauses.append(clause) }
      if isSkipping { skipLine() }
    }
    diagnostics.removeSubrange(count...)
    let name = clauses.first.flatMap { clause -> Name? in
      guard ["name", "type", "kind"].contains(clause.word.text),
        case .name(let name)? = clause.values.first?.first?.kind
      else { return nil }
      return name
    }
    guard let name else {
      report(
        .missingValue, "`\(word.text)` has no value", word.range,
        helps: [
          .init("its value follows on the same line, and its arguments stand in parentheses")
        ])
      return nil
    }
    let value = call(
      name, Array(clauses.dropFirst()), replacing: SourceRange(gap, lastEnd), at: colon, named: true
    )
    return Clause(word: word, values: [[value]], range: range(from: word.range.start))
  }

  /// The column of a place in its line, from 0.
  private func column(of offset: Int) -> Int {
    var start = offset
    while start > 0, lexer.bytes[start - 1] != 0x0A { start -= 1 }
    return offset - start
  }

  /// A call whose arguments stood on lines of their own, reported as such.
  private mutating func call(
    _ name: Name, _ clauses: [Clause], replacing range: SourceRange, at sign: SourceRange,
    named: Bool
  ) -> Expression {
    let arguments = clauses.compactMap { clause -> Expression.Argument? in
      guard let value = clause.values.first?.first else { return nil }
      return .init(label: Expression(.name(clause.word), clause.word.range), value: value)
    }
    let list = arguments.map { argument in
      "\(argument.label.map { text($0.range) } ?? ""): \(text(argument.value.range))"
    }
    let written = list.isEmpty ? "" : "(\(list.joined(separator: ", ")))"
    report(
      .syntax, "what belongs to `\(name.text)` stands in parentheses", sign,
      helps: [
        .init(
          "write `\(name.text)\(written)`",
          edits: [.init(range, named ? " \(name.text)\(written)" : written)])
      ])
    return Expression(
      .call(Expression(.name(name), name.range), arguments), name.range.union(range))
  }
}

extension Expression {
  /// `width[64, 128]` as the variation that it means.
  fileprivate var asVariation: Expression {
    guard case .index(let base, let places) = kind else { return self }
    let list = Expression(.list(places), range)
    return Expression(.binary(.contained, base, list, operatorRange: range), range)
  }
}
