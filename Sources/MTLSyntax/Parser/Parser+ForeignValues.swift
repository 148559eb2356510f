import MTLSource

/// Values and types that are written as in other languages.
extension Parser {
  // MARK: Brackets

  /// Passes over a closing bracket too many, where the line goes on behind it.
  mutating func skipStrayCloser(behind closer: Symbol) {
    guard openers.count == 1, !isSkipping, at(.closeRound) || at(.closeSquare),
      tokens.last?.symbol == closer, !isFull
    else { return }
    let next = second()
    guard !next.isFirstOnLine, next.kind != .newline, next.kind != .endOfFile else { return }
    reportStrayCloser()
    advance()
  }

  /// A list that stands in parentheses.
  mutating func listInParentheses(_ elements: [Expression], from start: Int) -> Expression {
    let range = range(from: start)
    let edits = [
      Diagnostic.Edit(SourceRange(start, start + 1), "["),
      Diagnostic.Edit(SourceRange(range.end - 1, range.end), "]"),
    ]
    report(
      .syntax, "several values stand in parentheses", elements[1].range,
      helps: [.init("a list stands in `[` and `]`", edits: edits)])
    return Expression(.list(elements), range)
  }

  /// Whether a brace is next that holds a value or values with names, as in other languages.
  var isAtForeignBrace: Bool {
    guard at(.openBrace), !isFull else { return false }
    let next = upcoming(2)
    guard next.count == 2, !next[0].isFirstOnLine else { return false }
    switch next[0].kind {
    case .name, .quotedName, .string, .number, .share: break
    default: return false
    }
    return next[1].symbol == .colon || (next[1].symbol == .closeBrace && !openers.isEmpty)
  }

  /// Reads what stands in braces as arguments; `nil` where the braces do not close.
  mutating func argumentsInBraces() -> [Expression.Argument]? {
    advance()
    lexer.reopen(openers)
    var arguments: [Expression.Argument] = []
    repeat {
      if at(.closeBrace) { break }
      arguments.append(plainLabel(argument()))
    } while take(.comma) != nil
    guard at(.closeBrace) else {
      if !isSkipping { failExpecting("`}`") }
      return nil
    }
    advance()
    lexer.reopen(openers)
    return arguments
  }

  /// An argument whose name stands in quotes, as it is written without.
  private func plainLabel(_ argument: Expression.Argument) -> Expression.Argument {
    guard case .string(let name)? = argument.label?.kind, let range = argument.label?.range else {
      return argument
    }
    return .init(label: Expression(.name(Name(name, range)), range), value: argument.value)
  }

  /// Reads arguments that stand in braces inside of the parentheses.
  mutating func bracedArguments() -> [Expression.Argument]? {
    guard isAtForeignBrace else { return nil }
    let open = current.range
    guard let arguments = argumentsInBraces() else { return [] }
    report(
      .syntax, "no braces stand around arguments", open,
      helps: [
        .init(
          "leave them out",
          edits: [.init(open, ""), .init(SourceRange(lastEnd - 1, lastEnd), "")]
            + arguments.compactMap { quotesEdit($0) })
      ])
    return arguments
  }

  private func quotesEdit(_ argument: Expression.Argument) -> Diagnostic.Edit? {
    guard let label = argument.label, text(label.range).hasPrefix("\""),
      case .name(let name) = label.kind, name.text.isBareName
    else { return nil }
    return .init(label.range, name.text)
  }

  // MARK: Numbers

  /// Reads a share whose sign stands before its number.
  mutating func shareWithSignFirst() -> Expression? {
    let next = second()
    guard at(.remainder), next.kind == .number, next.trivia.length == 0 else { return nil }
    let sign = current.range
    advance()
    guard case .number(let value, _) = primary().kind else { return nil }
    let range = range(from: sign.start)
    report(
      .missingValue, "the `%` of a share stands behind its number", sign,
      helps: [
        .init(
          "write `\(text(next.range))%`",
          edits: [.init(sign, ""), .init(SourceRange(lastEnd, lastEnd), "%")])
      ])
    return Expression(.share(value / 100), range)
  }

  /// Reports a division that is none, as `//` begins a comment.
  mutating func reportDivision(_ value: Expression?) {
    guard !isSkipping, let value, !isFull, current.kind == .newline || current.kind == .endOfFile
    else { return }
    let end = current.range.start
    let rest = text(SourceRange(lastEnd, end))
    let comment = rest.drop { $0 == " " }
    guard comment.hasPrefix("//"), !comment.hasPrefix("///") else { return }
    let divisor = comment.dropFirst(2).filter { $0 != " " && $0 != "\r" }
    guard !divisor.isEmpty, divisor.allSatisfy({ $0.isASCII && $0.isNumber }) else { return }
    let place = lastEnd + (rest.count - comment.count)
    let range = SourceRange(place, place + 2)
    report(
      .foreignComment, "`//` begins a comment and divides nothing", range,
      helps: [
        .init(
          "a whole quotient is `floor(\(text(value.range)) / \(divisor))`",
          edits: [
            .init(value.range.before, "floor("), .init(range, "/"),
            .init(SourceRange(end, end), ")"),
          ])
      ])
  }

  // MARK: Types

  /// Reads the dimensions of a type whose name is missing, as in `flatten: (256)`.
  mutating func typeOfDimensions() -> TypeReference? {
    guard at(.openRound) || at(.openSquare), !isFull else { return nil }
    let open = current.range
    let dimensions = bracketed("the dimensions") { $0.expression() }
    let range = range(from: open.start)
    report(
      .missingName, "expected a type, found `\(text(open))`", open,
      helps: [
        .init(
          "a type is a name and its dimensions",
          edits: [.init(open, "Float["), .init(SourceRange(range.end - 1, range.end), "]")])
      ])
    return TypeReference(name: Name("Float", open), dimensions: dimensions, range: range)
  }
}
