import MTLSource

/// Lines of data blocks that are written as in other languages.
extension Parser {
  /// The role of a column that a line begins with, where nothing says what it is.
  ///
  /// A dash before it is part of the same mistake.
  mutating func roleOfBareColumn() -> Word? {
    guard isAtName, current.word == nil, let dash = tokens.last, dash.symbol == .minus,
      dash.isFirstOnLine, second().symbol == .colon, diagnostics.last?.primary.range == dash.range
    else { return nil }
    diagnostics.removeLast()
    report(
      .unknownLine, "\(found) begins no line of a data block", current.range,
      helps: [
        .init(
          "say what the column is: `feature`, `label` or `column` comes first",
          edits: [.init(SourceRange(dash.range.start, current.range.start), "feature ")])
      ])
    return .feature
  }

  /// Reads columns behind their type, as in `label category(10) digit`.
  mutating func columnsBehindTheirType(_ role: DataLine.Role) -> DataLine.Kind? {
    guard isAtName, second().symbol == .openRound, !isFull else { return nil }
    let start = current.range.start
    guard let type = call("a type") else { return nil }
    guard isAtName, !current.isFirstOnLine else {
      failExpecting("a column's name", code: .missingName)
      return .columns(role, spans: [], type: nil, value: nil)
    }
    let gap = SourceRange(start, current.range.start)
    let spans = names()
    report(
      .missingLineEnd, "a type stands behind the columns", type.range,
      helps: [
        .init(
          "put it behind them",
          edits: [
            .init(gap, ""), .init(SourceRange(lastEnd, lastEnd), ": \(text(type.range))"),
          ])
      ])
    return .columns(role, spans: spans, type: type, value: nil)
  }

  /// Passes over a second type of a line.
  mutating func skipSecondType(_ type: Call?) {
    guard type != nil, isAtName, !current.isFirstOnLine, !isFull else { return }
    let next = second()
    guard
      next.kind == .newline || next.isFirstOnLine || next.symbol == .closeBrace
        || next.symbol == .assign
    else {
      return
    }
    report(
      .missingLineEnd, "\(found) cannot follow here", current.range, label: "a second type",
      helps: [
        .init(
          "a line has one type: leave the other one out",
          edits: [.init(SourceRange(lastEnd, current.range.end), "")])
      ])
    advance()
  }

  // MARK: Names

  /// Reads the names of a line; all that stand in quotes are one mistake.
  mutating func namesInOneReport() -> [DataLine.Span] {
    let count = diagnostics.count
    let start = current.range.start
    let spans = names()
    if diagnostics[count...].allSatisfy({ $0.code == .missingName }) {
      mergeReports(since: count, from: start)
    }
    return spans
  }

  /// Reads a column's name that holds `-` or `.`, or counts with `*`.
  mutating func nameWithSigns(_ first: Name) -> DataLine.Span? {
    guard !isSkipping, !isFull, current.trivia.length == 0 else { return nil }
    if at(.times) {
      fail(
        .missingLineEnd, "`*` cannot follow here", current.range,
        helps: [
          .init(
            "columns that count are written from the first to the last, as in "
              + "`\(first.text)0..\(first.text)9`; `*` alone stands for all that no other line names"
          )
        ])
      return .init(first: first, last: nil, range: first.range)
    }
    guard at(.minus) || at(.dot), !isCount(behind: first) else { return nil }
    var end = lastEnd
    while at(.minus) || at(.dot), second().kind == .name || second().kind == .number,
      current.trivia.length == 0, second().trivia.length == 0
    {
      advance()
      advance()
      end = lastEnd
    }
    let range = SourceRange(first.range.start, end)
    guard range != first.range else { return nil }
    report(
      .missingLineEnd, "`\(text(range))` is no name", range,
      helps: [
        .init(
          "a name with such characters stands in backquotes",
          edits: [.init(range, "`\(text(range))`")])
      ])
    return .init(first: Name(text(range), range), last: nil, range: range)
  }

  /// Takes the sign between the first and the last name of a count, or a dash that means it.
  mutating func takeRange(behind first: Name) -> Bool {
    if take(.range) != nil { return true }
    guard at(.minus), isCount(behind: first) else { return false }
    report(
      .missingLineEnd, "`-` cannot follow here", current.range,
      helps: [
        .init(
          "columns that count stand around `..`",
          edits: [.init(SourceRange(lastEnd, second().range.start), "..")])
      ])
    advance()
    return true
  }

  /// Whether the name behind the next sign has the stem of a first one and another number.
  private func isCount(behind first: Name) -> Bool {
    let next = second()
    guard at(.minus), next.kind == .name else { return false }
    let stem = { (name: String) in String(name.reversed().drop { $0.isNumber }.reversed()) }
    let last = text(next.range)
    return stem(first.text) == stem(last) && first.text != stem(first.text) && last != first.text
  }

  // MARK: Splits

  /// Reads a way to split, or shares that stand for the usual one.
  mutating func split(since reported: Int) -> Call? {
    let keyword = tokens.last?.range.start ?? current.range.start
    if at(.openSquare) { return splitByList(since: reported) }
    guard at(.name), second().symbol == .colon || second().symbol == .assign, !isFull else {
      return call("a way to split such as `random`")
    }
    let start = current.range
    var arguments: [Expression.Argument] = []
    repeat { arguments.append(argument()) } while take(.comma) != nil
    let place = SourceRange(lastEnd, lastEnd)
    report(
      .missingLineEnd, "shares are the arguments of a way to split", start,
      helps: [
        .init(
          "write `random(...)` around them",
          edits: [.init(start.before, "random("), .init(place, ")")])
      ])
    mergeReports(since: reported, from: keyword)
    return Call(
      name: Name("random", start), arguments: arguments, range: range(from: start.start))
  }

  /// Reads the shares of a list, those of training first, as others write them.
  private mutating func splitByList(since reported: Int) -> Call? {
    let word = tokens.last { $0.word == .split } ?? current
    let start = word.range.end
    let open = current.range
    guard case .list(let elements) = list().kind, !isSkipping else { return nil }
    let shares = elements.compactMap { element -> Double? in
      switch element.kind {
      case .number(let value, _): value > 1 ? value / 100 : value
      case .share(let value): value
      default: nil
      }
    }
    let names = shares.count == 3 ? ["validation", "test"] : ["test"]
    let isUsable = shares.count == elements.count && (2...3).contains(shares.count)
    let parts = zip(names, shares.dropFirst()).map { "\($0): \(Parser.share($1))" }
    let written = "random(\(parts.joined(separator: ", ")))"
    while diagnostics.count > reported { diagnostics.removeLast() }
    fail(
      .missingName, "expected a way to split such as `random`, found `[`", open,
      helps: [
        .init(
          "write `split \(isUsable ? written : "random(validation: 10%, test: 10%)")`",
          edits: isUsable ? [.init(SourceRange(start, lastEnd), " " + written)] : [])
      ])
    return nil
  }

  private static func share(_ value: Double) -> String {
    let percent = (value * 1000).rounded() / 10
    return percent == percent.rounded() ? "\(Int(percent))%" : "\(percent)%"
  }

  // MARK: Inputs

  /// Reads what a body reads; values in a list are reported.
  mutating func bodyInputs() -> [Path?] {
    guard at(.openSquare) else { return [bodyInput()] }
    let open = current.range
    let paths = bracketed("the list") { $0.bodyInput() }
    guard !isSkipping else { return paths }
    report(
      .syntax, "what a body reads is no list", open,
      helps: [
        .init(
          "leave the brackets out",
          edits: [.init(open, ""), .init(SourceRange(lastEnd - 1, lastEnd), "")])
      ])
    return paths
  }

  /// Reads one value that a body reads; a name given to it as to an argument is reported.
  private mutating func bodyInput() -> Path? {
    let next = second()
    guard at(.name), next.symbol == .colon || next.symbol == .assign, !isFull else {
      return path("a value that the body reads")
    }
    let start = current.range
    advance()
    let sign = current.range
    advance()
    guard isAtName else {
      fail(
        .missingName, "expected a value that the body reads, found \(found)", current.range,
        helps: [
          .init("name the value, as in `(data.features)`; its shape is known from the data")
        ])
      return nil
    }
    let gap = SourceRange(start.start, current.range.start)
    report(
      .syntax, "expected `,` or `)`, found `\(text(sign))`", sign,
      helps: [.init("what a body reads has no other name in it", edits: [.init(gap, "")])])
    return path("a value that the body reads")
  }
}
