import MTLCatalogue
import MTLGraph
import MTLSource
import MTLSyntax

extension Checker {
  /// Evaluates the constants, in whatever order the file has them.
  func checkConstants() {
    let late = constantsThatNeedData()
    lateConstants = Set(late.map { $0.name.text })
    evaluate(constants: constantDeclarations.filter { !lateConstants.contains($0.name.text) })
    for case .block(let block) in program.declarations.map({ $0.kind })
    where blocks[block.name.text] == nil && !Registry.isStep(block.name.text) {
      blocks[block.name.text] = block
    }
  }

  /// Evaluates the constants that ask how many classes a column has.
  func checkLateConstants() {
    let late = constantDeclarations.filter { lateConstants.contains($0.name.text) }
    lateConstants = []
    evaluate(constants: late)
  }

  private var constantDeclarations: [Declaration.Constant] {
    program.declarations.compactMap {
      if case .constant(let constant) = $0.kind { constant } else { nil }
    }
  }

  /// The constants with a call in their value, and those that need such a constant.
  private func constantsThatNeedData() -> [Declaration.Constant] {
    let all = constantDeclarations
    let ordered = DependencyOrder(
      names: all.map { $0.name.text }, needs: all.map { $0.value.names })
    var late: Set<String> = []
    for place in ordered.order
    where all[place].value.hasCall || !all[place].value.names.isDisjoint(with: late) {
      late.insert(all[place].name.text)
    }
    return all.filter { late.contains($0.name.text) }
  }

  private func evaluate(constants: [Declaration.Constant]) {
    let ordered = DependencyOrder(
      names: constants.map { $0.name.text }, needs: constants.map { $0.value.names })
    for circle in ordered.circles { reportConstantCycle(circle.map { constants[$0] }) }
    if !ordered.circles.isEmpty {
      let known = Set(ordered.order)
      for (place, constant) in constants.enumerated() where !known.contains(place) {
        poisoned.insert(constant.name.text)
      }
    }
    for place in ordered.order { evaluate(constants[place]) }
  }

  private func evaluate(_ constant: Declaration.Constant) {
    guard let value = evaluate(constant.value) else {
      poisoned.insert(constant.name.text)
      return
    }
    constants[constant.name.text] = constants[constant.name.text] ?? value
  }

  private func reportConstantCycle(_ constants: [Declaration.Constant]) {
    let names = listed(constants.map { "`\($0.name.text)`" })
    report(
      .dependencyCycle,
      constants.count == 1
        ? "the constant \(names) needs itself"
        : "the constants \(names) need each other in a circle",
      at: constants[0].name.range,
      secondary: constants.dropFirst().prefix(8).map { ($0.name.range, "and this one") },
      helps: [.init("give one of them a value that needs no other")])
  }

  /// The value of an expression when compiling, with names of blocks' parameters in `scope`.
  ///
  /// Reports what is wrong and answers `nil`.
  func evaluate(
    _ expression: Expression, scope: [String: ConstantValue] = [:]
  ) -> ConstantValue? {
    switch expression.kind {
    case .number(let value, let isInteger):
      guard isInteger else { return .float(value) }
      if abs(value) < 0x1p53 { return .integer(Int(value)) }
      let digits = sources.text(expression.range).filter { $0 != "_" }
      return Int(digits).map { .integer($0) } ?? .float(value)
    case .share(let share): return .share(share)
    case .duration(let amount, let unit):
      return Duration.Unit(rawValue: unit).map { .duration(Duration(amount, $0)) }
    case .string(let text): return .text(text)
    case .flag(let flag): return .flag(flag)
    case .name(let name): return lookUp(name, scope: scope)
    case .list(let elements): return evaluate(list: elements, scope: scope)
    case .parenthesized(let inner): return evaluate(inner, scope: scope)
    case .unary(.minus, let operand):
      guard let value = evaluate(operand, scope: scope) else { return nil }
      return negate(value, at: expression.range)
    case .binary(.range, let low, let high, _):
      return evaluateRange(low, high, scope: scope, at: expression.range)
    case .binary(let symbol, let lhs, let rhs, _):
      guard let left = evaluate(lhs, scope: scope), let right = evaluate(rhs, scope: scope) else {
        return nil
      }
      return combine(symbol, left, right, at: expression.range)
    case .call(let callee, let arguments):
      return evaluateCall(callee, arguments, at: expression.range)
    case .missing: return nil
    case .unary(.not, let operand):
      guard let value = evaluate(operand, scope: scope) else { return nil }
      if case .flag(let flag) = value { return .flag(!flag) }
      report(.badConstant, "`not` takes a flag, not \(value.kindName)", at: operand.range)
      return nil
    case .member, .index:
      report(
        .badConstant,
        "`\(excerpt(expression.range))` has no value when compiling", at: expression.range,
        notes: [
          "a constant is made of numbers, shares, durations, texts, lists and other constants"
        ])
      return nil
    }
  }

  /// The value of a constant, or of a family's variable.
  func constant(named name: String) -> ConstantValue? {
    member?.constants[name] ?? constants[name]
  }

  private func lookUp(_ name: Name, scope: [String: ConstantValue]) -> ConstantValue? {
    if let value = scope[name.text] ?? constant(named: name.text) { return value }
    if poisoned.contains(name.text) { return nil }
    if lateConstants.contains(name.text) {
      report(
        .badConstant, "`\(name.text)` follows from the data, so a data block cannot need it",
        at: name.range, secondary: declared[name.text].map { [($0.range, "declared here")] } ?? [])
      return nil
    }
    if let other = declared[name.text] {
      report(
        .wrongReference, "`\(name.text)` is \(other.kind.description), not a constant",
        at: name.range, secondary: [(other.range, "declared here")])
    } else {
      report(
        .unknownName, "there is no constant `\(name.text)`", at: name.range,
        helps: nameHelps(
          for: name, among: Array(scope.keys) + names(of: .constant), plural: "the constants"))
    }
    return nil
  }

  private func evaluate(
    list: [Expression], scope: [String: ConstantValue]
  ) -> ConstantValue? {
    var values: [ConstantValue] = []
    for element in list {
      guard let value = evaluate(element, scope: scope) else { return nil }
      if case .list = value {
        report(.badConstant, "a list holds single values, not lists", at: element.range)
        return nil
      }
      values.append(value)
    }
    return .list(values)
  }

  private func negate(_ value: ConstantValue, at range: SourceRange) -> ConstantValue? {
    switch value {
    case .integer(let number) where number != Int.min: return .integer(-number)
    case .integer(let number): return .float(-Double(number))
    case .float(let number): return .float(-number)
    default:
      report(.badConstant, "\(value.kindName) has no negative", at: range)
      return nil
    }
  }

  private func evaluateRange(
    _ low: Expression, _ high: Expression, scope: [String: ConstantValue], at range: SourceRange
  ) -> ConstantValue? {
    guard let first = evaluate(low, scope: scope), let last = evaluate(high, scope: scope) else {
      return nil
    }
    guard let lower = first.number, let upper = last.number, lower <= upper else {
      report(
        .badConstant,
        "a range goes from a number to one that is not smaller, not from "
          + "\(shown(first)) to \(shown(last))", at: range)
      return nil
    }
    return .range(lower, upper)
  }

  /// `classes(data.column)`, `length(data.column)` or `vocabulary(data.column)`: what only data know.
  private func evaluateCall(
    _ callee: Expression, _ arguments: [Expression.Argument], at range: SourceRange
  ) -> ConstantValue? {
    guard case .name(let name) = callee.kind, let size = ColumnSize(rawValue: name.text),
      arguments.count == 1, let path = arguments[0].value.path
    else {
      report(
        .badConstant, "only `classes`, `length` and `vocabulary` of a column can be called here",
        at: range, notes: ["a size that only the data know is written as what it is"],
        helps: callee.path.flatMap { path in
          NearName.best(for: path.text, among: ColumnSize.allCases.map { $0.rawValue })
        }.map { [.init("did you mean `\($0)`?", edits: [.init(callee.range, $0)])] } ?? [])
      return nil
    }
    guard let (data, column) = resolveColumn(path) else { return nil }
    guard let type = column.type,
      let dim = size.dim(of: valueType(of: column, in: data.name, type))
    else {
      report(
        .labelKindMismatch, "`\(path.text)` has no \(size.rawValue): it is not \(size.owner)",
        at: path.range, secondary: [(column.range, "declared here")])
      return nil
    }
    return dim.size.map { .integer($0) } ?? .dimension(dim)
  }

  private func combine(
    _ symbol: Expression.BinaryOperator, _ lhs: ConstantValue, _ rhs: ConstantValue,
    at range: SourceRange
  ) -> ConstantValue? {
    if let value = Checker.arithmetic(symbol, lhs, rhs) {
      guard let number = value.number, !number.isFinite else { return value }
      report(.badConstant, "the result is larger than any number can be", at: range)
      return nil
    }
    if rhs.number == 0, symbol == .divided || symbol == .remainder {
      report(.badConstant, "a division by zero has no value", at: range)
      return nil
    }
    let kinds = "\(lhs.kindName) and \(rhs.kindName)"
    report(
      .badConstant, "`\(symbol.rawValue)` makes no constant of \(kinds)", at: range,
      label: "\(shown(lhs)) and \(shown(rhs))")
    return nil
  }

  private static func arithmetic(
    _ symbol: Expression.BinaryOperator, _ lhs: ConstantValue, _ rhs: ConstantValue
  ) -> ConstantValue? {
    switch (lhs, rhs) {
    case (.integer(let a), .integer(let b)):
      if let value = integerArithmetic(symbol, a, b) { return value }
    case (.dimension, .integer), (.integer, .dimension), (.dimension, .dimension):
      let (left, right) = (Arguments(["x": lhs]).dim("x"), Arguments(["x": rhs]).dim("x"))
      if symbol == .plus { return .dimension(left + right) }
      if symbol == .times { return .dimension(left * right) }
      return nil
    default: break
    }
    guard let a = lhs.number, let b = rhs.number else { return nil }
    switch symbol {
    case .plus: return .float(a + b)
    case .minus: return .float(a - b)
    case .times: return .float(a * b)
    case .divided: return b == 0 ? nil : .float(a / b)
    default: return nil
    }
  }

  private static func integerArithmetic(
    _ symbol: Expression.BinaryOperator, _ a: Int, _ b: Int
  ) -> ConstantValue? {
    let result: (partialValue: Int, overflow: Bool)
    switch symbol {
    case .plus: result = a.addingReportingOverflow(b)
    case .minus: result = a.subtractingReportingOverflow(b)
    case .times: result = a.multipliedReportingOverflow(by: b)
    case .divided where b != 0 && b != -1 && a % b == 0: result = a.dividedReportingOverflow(by: b)
    case .remainder where b != 0: result = a.remainderReportingOverflow(dividingBy: b)
    default: return nil
    }
    return result.overflow ? nil : .integer(result.partialValue)
  }
}

extension Expression {
  /// Whether something in the expression is called.
  fileprivate var hasCall: Bool {
    switch kind {
    case .call: true
    case .number, .share, .duration, .string, .flag, .missing, .name: false
    case .list(let elements): elements.contains { $0.hasCall }
    case .parenthesized(let inner), .member(let inner, _), .unary(_, let inner): inner.hasCall
    case .index(let base, let places): base.hasCall || places.contains { $0.hasCall }
    case .binary(_, let lhs, let rhs, _): lhs.hasCall || rhs.hasCall
    }
  }

  /// The plain names that the expression reads.
  var names: Set<String> {
    switch kind {
    case .name(let name): [name.text]
    case .number, .share, .duration, .string, .flag, .missing: []
    case .list(let elements): elements.reduce([]) { $0.union($1.names) }
    case .parenthesized(let inner), .member(let inner, _), .unary(_, let inner): inner.names
    case .call(_, let arguments): arguments.reduce([]) { $0.union($1.value.names) }
    case .index(let base, let places): places.reduce(base.names) { $0.union($1.names) }
    case .binary(_, let lhs, let rhs, _): lhs.names.union(rhs.names)
    }
  }

  /// The expression as names joined by points, where it is that.
  var path: Path? {
    switch kind {
    case .name(let name): return Path([name], range)
    case .member(let base, let name):
      return base.path.map { Path($0.names + [name], range) }
    default: return nil
    }
  }
}

/// What specs ask of a column's values.
private enum ColumnSize: String, CaseIterable {
  case classes
  case length
  case vocabulary

  /// What has such a size.
  var owner: String {
    switch self {
    case .classes: "a `category` or `tags`"
    case .length: "`tokens` or `tags`"
    case .vocabulary: "`tokens`"
    }
  }

  /// The size of a column's values, where they have it.
  func dim(of type: ValueType) -> Dim? {
    switch (self, type) {
    case (.classes, .category(_, let classes)): classes
    case (.length, .category(let places, _)): places.first
    case (.length, .tokens(let length, _)): length
    case (.vocabulary, .tokens(_, let vocabulary)): vocabulary
    default: nil
    }
  }
}
