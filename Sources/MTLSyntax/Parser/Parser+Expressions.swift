import MTLSource

/// Expressions, loosest first.
extension Parser {
  /// expression: one of several conditions.
  mutating func expression() -> Expression {
    chain({ $0.both() }) { $0.word == .or ? .or : nil }
  }

  /// both: several conditions at once.
  private mutating func both() -> Expression {
    chain({ $0.negation() }) { $0.word == .and ? .and : nil }
  }

  /// negation: the opposite of a condition.
  private mutating func negation() -> Expression {
    guard at(.not) else { return comparison() }
    return prefixed(.not) { $0.negation() }
  }

  /// comparison: two values compared, or one looked up in another.
  private mutating func comparison() -> Expression {
    let lhs = rangeExpression()
    if isAtForeignComparison { return foreignComparison(lhs) }
    guard let (kind, operatorRange) = takeComparison(lhs) else { return lhs }
    let result = joined(kind, lhs, rangeExpression(), operatorRange)
    reportChain(of: "comparisons") { $0.symbol?.isComparison == true || $0.word == .in }
    return result
  }

  /// Takes an operator that compares; `=` is taken for `==` where it can only mean that.
  private mutating func takeComparison(
    _ lhs: Expression
  ) -> (Expression.BinaryOperator, SourceRange)? {
    guard !isSkipping else { return nil }
    let range = current.range
    if isVarying, openers.isEmpty, takeSignForIn() { return (.contained, range) }
    if at(.assign), lhs.range.start != argumentStart || !lhs.isArgumentName {
      report(
        .confusedEquals, "`=` compares nothing", range,
        helps: [.init("compare with `==`", edits: [.init(range, "==")], isSafe: true)])
      advance()
      return (.equal, range)
    }
    guard let kind = comparisonOperator else { return nil }
    advance()
    return (kind, range)
  }

  private var comparisonOperator: Expression.BinaryOperator? {
    switch current.symbol {
    case .equal?: .equal
    case .notEqual?: .notEqual
    case .less?: .less
    case .lessOrEqual?: .lessOrEqual
    case .greater?: .greater
    case .greaterOrEqual?: .greaterOrEqual
    default: current.word == .in ? .contained : nil
    }
  }

  /// Reports operators that cannot follow each other.
  private mutating func reportChain(of what: String, isNext: (Token) -> Bool) {
    guard !isSkipping, isNext(current) else { return }
    fail(
      .chainedComparison, "\(what) do not follow each other", current.range,
      helps: [.init("join two of them with `and`, or use parentheses")])
  }

  /// range: a first and a last value, or one value.
  mutating func rangeExpression() -> Expression {
    let lhs = sum()
    guard let operatorRange = take(.range) else { return lhs }
    let result = joined(.range, lhs, sum(), operatorRange)
    reportChain(of: "ranges") { $0.symbol == .range }
    return result
  }

  /// sum: values added and subtracted.
  private mutating func sum() -> Expression {
    chain({ $0.product() }) {
      switch $0.symbol {
      case .plus?: .plus
      case .minus?: .minus
      default: nil
      }
    }
  }

  /// product: values multiplied and divided.
  private mutating func product() -> Expression {
    chain({ $0.factor() }) {
      switch $0.symbol {
      case .times?: .times
      case .divided?: .divided
      case .remainder?: .remainder
      default: nil
      }
    }
  }

  /// factor: a value, perhaps with its sign turned.
  private mutating func factor() -> Expression {
    if let plus = take(.plus) {
      report(
        .leadingSign, "a value has no leading `+`", plus,
        helps: [.init("remove it", edits: [.init(plus, "")], isSafe: true)])
    }
    guard at(.minus) else { return postfix() }
    return prefixed(.minus) { $0.factor() }
  }

  /// postfix: a value and the members, calls and places taken of it.
  private mutating func postfix() -> Expression {
    var base = primary()
    while !isSkipping {
      switch current.symbol {
      case .dot?: base = member(of: base)
      case .openRound? where !current.isFirstOnLine:
        let arguments = arguments()
        base = limited(.call(base, arguments), base.range.start)
      case .openSquare? where !current.isFirstOnLine:
        let places = index()
        base = limited(.index(base, places), base.range.start)
      default: return base
      }
    }
    return base
  }

  private mutating func member(of base: Expression) -> Expression {
    advance()
    guard let name = name("a name after `.`") else { return base }
    return limited(.member(base, name), base.range.start)
  }

  /// primary: a literal, a name, a list, or an expression in parentheses.
  mutating func primary() -> Expression {
    guard !isSkipping else { return missing }
    skipStringPrefix()
    switch current.kind {
    case .number, .share: return number()
    case .string: return taken { .string(Literal.string($0, in: $1)) }
    case .name, .quotedName: return taken { .name(Name(Literal.name($0, in: $1), $0.range)) }
    case .reserved where current.word == .true: return taken { _, _ in .flag(true) }
    case .reserved where current.word == .false: return taken { _, _ in .flag(false) }
    default: break
    }
    switch current.symbol {
    case .openSquare?: return list()
    case .openRound?: return parenthesized()
    case .remainder?: return shareWithSignFirst() ?? missingValue()
    default: return missingValue()
    }
  }

  /// An expression where none could be read.
  var missing: Expression { Expression(.missing, foundRange.before) }

  private mutating func missingValue() -> Expression {
    let place = missing
    if current.kind == .reserved { reportReservedValue() }
    failExpecting("a value", code: .missingValue)
    return place
  }

  private mutating func reportReservedValue() {
    fail(.reservedName, "`\(text(current.range))` is a reserved word", current.range)
  }

  /// Takes the current token as an expression.
  private mutating func taken(_ kind: (Token, SourceText) -> Expression.Kind) -> Expression {
    let token = current
    let result = Expression(kind(token, source), token.range)
    advance()
    return result
  }

  private mutating func parenthesized() -> Expression {
    let start = current.range.start
    let elements = bracketed("the parentheses") { $0.expression() }
    guard let first = elements.first else {
      if !isSkipping { fail(.missingValue, "the parentheses are empty", range(from: start)) }
      return Expression(.missing, range(from: start))
    }
    if elements.count > 1, !isSkipping { return listInParentheses(elements, from: start) }
    return Expression(.parenthesized(first), range(from: start))
  }

  // MARK: Operators

  /// Reads operands with operators of one rank between them, grouped from the left.
  private mutating func chain(
    _ operand: (inout Parser) -> Expression,
    kind: (Token) -> Expression.BinaryOperator?
  ) -> Expression {
    var result = operand(&self)
    while !isSkipping, let next = kind(current) {
      if next == .minus, isAtDashedLine {
        endLineHere()
        return result
      }
      let operatorRange = current.range
      advance()
      if next == .remainder, let share = spacedShare(result, operatorRange) {
        result = share
      } else {
        result = joined(next, result, operand(&self), operatorRange)
      }
    }
    return result
  }

  /// A share whose percent sign stands apart; `nil` where `%` is the remainder.
  private mutating func spacedShare(_ lhs: Expression, _ sign: SourceRange) -> Expression? {
    guard case .number(let value, _) = lhs.kind, !beginsValue else { return nil }
    report(
      .spacedShare, "a blank stands between the number and its `%`",
      SourceRange(lhs.range.end, sign.start),
      helps: [
        .init(
          "write the share in one",
          edits: [.init(SourceRange(lhs.range.end, sign.start), "")], isSafe: true)
      ])
    return Expression(.share(value / 100), lhs.range.union(sign))
  }

  /// Whether the current token can begin a value.
  var beginsValue: Bool {
    switch current.kind {
    case .number, .share, .string, .name, .quotedName: true
    case .reserved: current.word == .true || current.word == .false || current.word == .not
    default: at(.openRound) || at(.openSquare) || at(.minus)
    }
  }

  /// Reads a prefix operator and its operand.
  private mutating func prefixed(
    _ kind: Expression.UnaryOperator, operand: (inout Parser) -> Expression
  ) -> Expression {
    let start = current.range.start
    guard enter(current.range) else { return missing }
    defer { depth -= 1 }
    advance()
    let value = operand(&self)
    return limited(.unary(kind, value), start)
  }

  mutating func joined(
    _ kind: Expression.BinaryOperator, _ lhs: Expression, _ rhs: Expression,
    _ operatorRange: SourceRange
  ) -> Expression {
    limited(.binary(kind, lhs, rhs, operatorRange: operatorRange), lhs.range.start)
  }

  /// An expression, unless too many stand inside each other.
  mutating func limited(_ kind: Expression.Kind, _ start: Int) -> Expression {
    let result = Expression(kind, range(from: start))
    guard result.height > Parser.highestExpression else { return result }
    fail(
      .nestedTooDeep, "the expression has more than \(Parser.highestExpression) operators in a row",
      foundRange)
    return Expression(.missing, result.range)
  }
}

extension Expression {
  /// Whether it can name an argument: a name, or a member of a family.
  var isArgumentName: Bool {
    switch kind {
    case .name, .index: true
    default: false
    }
  }
}
