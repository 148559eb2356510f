import MTLCatalogue
import MTLSource
import MTLSyntax

/// Types an expression over the columns of a row.
///
/// In a data block columns are bare names; elsewhere they are paths, and the first one says which
/// data set the expression is about.
struct RowExpressionTyper {
  typealias Typed = (expression: RowExpression, kind: RowExpression.Kind)

  let checker: Checker
  /// The columns of the block; empty outside of one.
  let columns: [String: CellKind]
  /// The block's source, whose fields are values of a row too.
  private let fields: (any DataSource.Type)?
  /// The data set that the paths of the expression have named so far.
  private(set) var data: CheckedData?
  /// Columns whose type is wrong; what reads them is not looked at.
  private let broken: Set<String>
  /// Whether the expression stands in a data block, where columns are bare names.
  private let isInBlock: Bool
  /// Whether lines of the block could not be read, so that it may have columns that are not known.
  private let isIncomplete: Bool

  init(
    checker: Checker, columns: [String: CellKind], fields: (any DataSource.Type)? = nil,
    data: CheckedData?, broken: [String] = [], isIncomplete: Bool = false
  ) {
    self.isIncomplete = isIncomplete
    self.checker = checker
    self.fields = fields
    self.broken = Set(broken)
    isInBlock = !columns.isEmpty || !broken.isEmpty
    self.columns = columns
    self.data = data
  }

  /// The typed expression, or `nil` after a report.
  mutating func type(_ expression: Expression) -> Typed? {
    switch expression.kind {
    case .number(let value, _): return (.number(value), .number)
    case .string(let text): return (.text(text), .text)
    case .flag(let flag): return (.flag(flag), .flag)
    case .parenthesized(let inner): return type(inner)
    case .name(let name): return bareName(name)
    case .member: return column(at: expression)
    case .unary(let symbol, let operand): return unary(symbol, operand)
    case .binary(.contained, let value, let list, _): return contained(value, in: list)
    case .binary(let symbol, let lhs, let rhs, _): return binary(symbol, lhs, rhs, expression.range)
    case .call(let callee, let arguments): return call(callee, arguments, expression.range)
    case .missing: return nil
    case .share, .duration, .list, .index:
      checker.report(
        .expressionType, "this is no value of a row", at: expression.range,
        notes: ["expressions over columns know numbers, texts and flags"])
      return nil
    }
  }

  private mutating func bareName(_ name: Name) -> Typed? {
    if !isInBlock, checker.member?.columns[name.text] != nil {
      return column(at: Path([name], name.range))
    }
    if let cell = columns[name.text] ?? fields?.field([name.text]) {
      return (.column(name.text), cell.expressionKind)
    }
    switch checker.constant(named: name.text) {
    case .integer(let value)?: return (.number(Double(value)), .number)
    case .float(let value)?: return (.number(value), .number)
    case .text(let text)?: return (.text(text), .text)
    case .flag(let flag)?: return (.flag(flag), .flag)
    default: break
    }
    guard !broken.contains(name.text), !checker.poisoned.contains(name.text), !isIncomplete else {
      return nil
    }
    if columns.isEmpty, let owner = checker.owner(ofColumn: name.text) {
      checker.reportBareColumn(name, of: owner)
      return nil
    }
    let message =
      columns.isEmpty
      ? "`\(name.text)` is no column here; a column is written with its data set, `data.column`"
      : "no line of the block declares the column `\(name.text)`"
    checker.report(
      .undeclaredColumn, message, at: name.range,
      helps: checker.nameHelps(
        for: name, among: columns.keys + (fields?.fields ?? []), plural: "the columns"))
    return nil
  }

  private mutating func column(at expression: Expression) -> Typed? {
    guard let path = expression.path else {
      checker.report(.expressionType, "this is no value of a row", at: expression.range)
      return nil
    }
    if isInBlock {
      if let cell = fields?.field(path.names.map { $0.text }) {
        return (.column(path.text), cell.expressionKind)
      }
      reportPath(path)
      return nil
    }
    return column(at: path)
  }

  private mutating func column(at path: Path) -> Typed? {
    guard let (owner, column) = checker.resolveColumn(path) else { return nil }
    if let data, data.name != owner.name {
      checker.report(
        .wrongReference,
        "an expression is about the rows of one data set, not of `\(data.name)` and "
          + "`\(owner.name)`", at: path.range,
        notes: ["rows of different files have no partners in each other"])
      return nil
    }
    if let type = column.type, type.elementCount != 1 {
      checker.report(
        .expressionType,
        "`\(path.text)` holds \(type.elementCount) values for each row, and an expression wants one",
        at: path.range, secondary: [(column.range, "declared here")])
      return nil
    }
    data = owner
    return (.column(column.name), column.cell.expressionKind)
  }

  /// A path in a data block, where an expression reads columns of its own row.
  private func reportPath(_ path: Path) {
    let last = path.names[path.names.count - 1]
    let isOwn = columns[last.text] != nil
    checker.report(
      .wrongReference, "an expression of a data block reads its own columns, by their bare names",
      at: path.range,
      helps: isOwn
        ? [.init("write the name alone", edits: [.init(path.range, checker.spelled(last.text))])]
        : [])
  }

  private mutating func unary(
    _ symbol: Expression.UnaryOperator, _ operand: Expression
  ) -> Typed? {
    guard let typed = type(operand) else { return nil }
    let wanted: RowExpression.Kind = symbol == .not ? .flag : .number
    guard expect(typed, wanted, at: operand.range, for: symbol.rawValue) else { return nil }
    return symbol == .not ? (.not(typed.expression), .flag) : (.negate(typed.expression), .number)
  }

  private mutating func contained(_ value: Expression, in list: Expression) -> Typed? {
    guard let typed = type(value) else { return nil }
    if case .binary(.range, let low, let high, _) = list.kind {
      guard let low = bound(low), let high = bound(high),
        expect(typed, .number, at: value.range, for: "in")
      else { return nil }
      return (
        .binary(
          .and, .binary(.greaterOrEqual, typed.expression, low),
          .binary(.lessOrEqual, typed.expression, high)), .flag
      )
    }
    guard case .list(let elements) = list.kind else {
      checker.report(
        .expressionType, "after `in` stands a list, such as `[1, 2]`, or a range", at: list.range)
      return nil
    }
    var options: [RowExpression] = []
    for element in elements {
      guard let option = type(element) else { return nil }
      guard option.kind == typed.kind else {
        checker.report(
          .expressionType,
          "`in` compares a \(typed.kind.rawValue) with others, not with a \(option.kind.rawValue)",
          at: element.range, label: "a \(option.kind.rawValue)",
          secondary: [(value.range, "a \(typed.kind.rawValue)")],
          helps: quoteHelp(typed, element))
        return nil
      }
      options.append(option.expression)
    }
    return (.contained(typed.expression, options), .flag)
  }

  /// An end of a range as a number of the row.
  private mutating func bound(_ expression: Expression) -> RowExpression? {
    guard let typed = type(expression), expect(typed, .number, at: expression.range, for: "..")
    else { return nil }
    return typed.expression
  }

  private mutating func binary(
    _ symbol: Expression.BinaryOperator, _ lhs: Expression, _ rhs: Expression, _ range: SourceRange
  ) -> Typed? {
    if let (name, help) = missingHelp(symbol, lhs, rhs) {
      checker.report(
        .undeclaredColumn, "`\(name.text)` is no value of a row", at: name.range, helps: [help])
      return nil
    }
    guard let left = type(lhs), let right = type(rhs) else { return nil }
    guard let (operation, operand, result) = RowExpressionTyper.rule(symbol) else {
      checker.report(
        .expressionType, "`\(symbol.rawValue)` makes no value of a row", at: range,
        notes: ["columns side by side make a tensor, and are all that an expression is then"])
      return nil
    }
    if let operand {
      guard expect(left, operand, at: lhs.range, for: symbol.rawValue),
        expect(right, operand, at: rhs.range, for: symbol.rawValue)
      else { return nil }
    } else if left.kind != right.kind {
      checker.report(
        .expressionType,
        "`\(symbol.rawValue)` compares values of one kind, not a \(left.kind.rawValue) and a "
          + right.kind.rawValue, at: rhs.range, label: "a \(right.kind.rawValue)",
        secondary: [(lhs.range, "a \(left.kind.rawValue)")],
        helps: quoteHelp(left, rhs))
      return nil
    }
    return (.binary(operation, left.expression, right.expression), result)
  }

  /// A number that is compared with a text stands in quotes.
  private func quoteHelp(_ left: Typed, _ right: Expression) -> [Diagnostic.Help] {
    guard left.kind == .text, case .number = right.kind else { return [] }
    let text = "\"\(checker.sources.text(right.range))\""
    return [.init("a class of text stands in quotes", edits: [.init(right.range, text)])]
  }

  /// The operation of an operator, what it takes (`nil` for two of any one kind) and gives.
  private static func rule(
    _ symbol: Expression.BinaryOperator
  ) -> (RowExpression.Operator, RowExpression.Kind?, RowExpression.Kind)? {
    switch symbol {
    case .or: (.or, .flag, .flag)
    case .and: (.and, .flag, .flag)
    case .equal: (.equal, nil, .flag)
    case .notEqual: (.notEqual, nil, .flag)
    case .less: (.less, .number, .flag)
    case .lessOrEqual: (.lessOrEqual, .number, .flag)
    case .greater: (.greater, .number, .flag)
    case .greaterOrEqual: (.greaterOrEqual, .number, .flag)
    case .plus: (.add, .number, .number)
    case .minus: (.subtract, .number, .number)
    case .times: (.multiply, .number, .number)
    case .divided: (.divide, .number, .number)
    case .remainder: (.remainder, .number, .number)
    case .contained, .range: nil
    }
  }

  private func expect(
    _ typed: Typed, _ kind: RowExpression.Kind, at range: SourceRange, for symbol: String
  ) -> Bool {
    guard typed.kind != kind else { return true }
    checker.report(
      .expressionType, "`\(symbol)` takes a \(kind.rawValue), not a \(typed.kind.rawValue)",
      at: range, label: "a \(typed.kind.rawValue)",
      helps: typed.kind == .number && kind == .flag
        ? [.init("compare it, such as `\(checker.excerpt(range)) == 1`")] : [])
    return false
  }

  private mutating func call(
    _ callee: Expression, _ arguments: [Expression.Argument], _ range: SourceRange
  ) -> Typed? {
    guard case .name(let name) = callee.kind else {
      checker.report(
        .expressionType, "this cannot be called", at: callee.range,
        helps: functionHelp(callee, arguments, range))
      return nil
    }
    guard let function = RowExpression.Function(rawValue: name.text) else {
      guard !(Registry.planned["function"]?.contains(name.text) ?? false) else {
        checker.reportNotYet("the function `\(name.text)`", at: name.range)
        return nil
      }
      let names = RowExpression.Function.allCases.map { $0.rawValue }
      checker.report(
        .unknownEntry, "there is no function `\(name.text)`", at: name.range,
        helps: NearName.best(for: name.text, among: names) == nil
          ? [.init("the functions are " + checker.listed(names.map { "`\($0)`" }))]
          : checker.nameHelps(for: name, among: names, plural: "the functions"))
      return nil
    }
    var operands: [Typed] = []
    for argument in arguments {
      guard let operand = type(argument.value) else { return nil }
      operands.append(operand)
    }
    guard let kind = function.resultKind(of: operands.map { $0.kind }) else {
      checker.report(
        .expressionType, "`\(name.text)` takes \(function.operandDescription)", at: range,
        label: operands.isEmpty
          ? "" : "here \(checker.listed(operands.map { "a \($0.kind.rawValue)" }))")
      return nil
    }
    return (.call(function, operands.map { $0.expression }), kind)
  }
}

extension RowExpression.Function {
  /// The kind of the result, or `nil` where the operands do not fit.
  fileprivate func resultKind(of operands: [RowExpression.Kind]) -> RowExpression.Kind? {
    switch self {
    case .abs, .sqrt, .exp, .log, .log1p, .round, .floor: operands == [.number] ? .number : nil
    case .pow: operands == [.number, .number] ? .number : nil
    case .min, .max:
      operands.count >= 2 && operands.allSatisfy { $0 == .number } ? .number : nil
    case .select:
      operands.count == 3 && operands[0] == .flag && operands[1] == operands[2]
        ? operands[1] : nil
    case .isMissing: operands.count == 1 ? .flag : nil
    case .lower: operands == [.text] ? .text : nil
    case .count: operands == [.text] ? .number : nil
    case .startsWith, .contains: operands == [.text, .text] ? .flag : nil
    }
  }

  fileprivate var operandDescription: String {
    switch self {
    case .abs, .sqrt, .exp, .log, .log1p, .round, .floor: "one number"
    case .pow: "two numbers"
    case .min, .max: "two numbers or more"
    case .select: "a flag and two values of one kind"
    case .isMissing: "one value"
    case .lower, .count: "one text"
    case .startsWith, .contains: "two texts"
    }
  }
}
