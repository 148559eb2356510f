import MTLCatalogue
import MTLSource
import MTLSyntax

/// The columns of one data block: collects the names that its lines declare, then checks their types
/// and expressions.
struct DataBlockColumns {
  /// One column as its line declares it.
  struct Line {
    let name: String
    let role: CheckedColumn.Role
    let type: Call?
    let value: Expression?
    let range: SourceRange
    /// Whether it is the first name of its line; what is wrong with a line is reported there.
    let isFirst: Bool
    /// Where the line's names end.
    let namesEnd: Int
  }

  let checker: Checker
  let data: Declaration.Data
  private(set) var lines: [Line] = []
  /// Whether a line could not be read, so that the block has columns that are not known.
  private(set) var isIncomplete = false
  /// Whether the block's source is known, and with it what one of its columns holds.
  var isSourceKnown = true
  private var places: [String: Int] = [:]

  init(checker: Checker, data: Declaration.Data) {
    self.checker = checker
    self.data = data
  }

  // MARK: Names

  /// Collects the columns of all lines, spans counted out.
  mutating func collect() {
    for line in data.lines {
      switch line.kind {
      case .columns(let role, let spans, let type, let value):
        let end = spans.last?.range.end ?? line.keyword.end
        for (place, span) in spans.enumerated() {
          collect(
            span, role: role, type: type, value: value, isFirst: place == 0, namesEnd: end)
        }
      case .use:
        isIncomplete = true
        checker.reportNotYet("`use`", at: line.keyword)
      case .malformed: isIncomplete = true
      case .split: break
      }
    }
  }

  private mutating func collect(
    _ span: DataLine.Span, role: DataLine.Role, type: Call?, value: Expression?, isFirst: Bool,
    namesEnd: Int
  ) {
    guard let first = span.first else {
      isIncomplete = true
      return checker.reportNotYet("`*` for all other columns", at: span.range)
    }
    guard let names = ColumnSpan.names(from: first.text, to: span.last?.text) else {
      isIncomplete = true
      return reportSpan(span)
    }
    guard lines.count + names.count <= ColumnSpan.limit else {
      isIncomplete = true
      return reportTooMany(span)
    }
    for (place, name) in names.enumerated() {
      if let other = places[name].map({ lines[$0] }) {
        checker.report(
          .duplicateColumn, "the column `\(name)` is declared twice", at: span.range,
          secondary: [(other.range, "first here")],
          helps: [.init("leave one of them out, or give it another name")])
        return
      }
      places[name] = lines.count
      lines.append(
        Line(
          name: name, role: CheckedColumn.Role(rawValue: role.rawValue) ?? .column, type: type,
          value: value, range: span.range, isFirst: isFirst && place == 0, namesEnd: namesEnd))
    }
  }

  private func reportTooMany(_ span: DataLine.Span) {
    checker.report(
      .badColumnSpan,
      "`\(data.name.text)` would have more than \(ColumnSpan.limit) columns", at: span.range)
  }

  private func reportSpan(_ span: DataLine.Span) {
    if let first = span.first?.text, let last = span.last?.text,
      ColumnSpan.isTooLong(from: first, to: last)
    {
      return reportTooMany(span)
    }
    checker.report(
      .badColumnSpan,
      "`\(span.first?.text ?? "")..\(span.last?.text ?? "")` does not count through names",
      at: span.range,
      notes: ["both names have one stem and end in whole numbers, the first not above the last"],
      helps: [.init("write it as in `x1..x28`, or list the names with commas")])
  }

  // MARK: Types and expressions

  /// The checked columns; what is wrong is reported and left out.
  func check() -> [CheckedColumn] {
    let types = self.types()
    var cells: [String: CellKind] = [:]
    for (line, type) in zip(lines, types) where type != nil || line.type == nil {
      cells[line.name] = type?.cell ?? .text
    }
    let columns = zip(lines, types).compactMap { line, type -> CheckedColumn? in
      guard line.type == nil || type != nil, let source = source(of: line, type, cells: cells)
      else { return nil }
      return CheckedColumn(
        name: line.name, role: line.role, type: type, source: source, range: line.range)
    }
    reportCycles(columns)
    return columns
  }

  /// The type of each column; columns of one line share it.
  private func types() -> [(any ColumnType)?] {
    var types: [(any ColumnType)?] = []
    for line in lines {
      types.append(line.isFirst ? type(of: line) : types.last ?? nil)
    }
    return types
  }

  private func type(of line: Line) -> (any ColumnType)? {
    guard let call = line.type else {
      if line.role != .column || line.value != nil { reportUntyped(line) }
      return nil
    }
    guard
      let type = checker.entry(
        call.name, among: Registry.columnTypes, kind: "column type", plural: "column types"),
      let arguments = checker.bind(call, to: type.parameters)
    else { return nil }
    return type.init(arguments)
  }

  private func reportUntyped(_ line: Line) {
    checker.report(
      .untypedColumn, "the \(line.role.rawValue) `\(line.name)` has no type", at: line.range,
      notes: ["only a `column` without an expression may lack a type; it is text as it stands"],
      helps: [
        .init(
          "add one, such as `: number`, `: flag` or `: category`",
          edits: [
            .init(
              SourceRange(line.namesEnd, line.namesEnd),
              line.value?.isYesOrNo ?? false ? ": flag" : ": number")
          ])
      ])
  }

  private func source(
    of line: Line, _ type: (any ColumnType)?, cells: [String: CellKind]
  ) -> CheckedColumn.Source? {
    guard let value = line.value else {
      if let type, type.elementCount != 1 { reportElements(line, count: 1, type: type); return nil }
      return .file
    }
    if let span = columns(in: value) { return elements(span, of: line, type, value, cells: cells) }
    var typer = RowExpressionTyper(
      checker: checker, columns: cells, data: nil,
      broken: lines.count == cells.count
        ? [] : places.keys.filter { cells[$0] == nil })
    guard let (expression, kind) = typer.type(value) else { return nil }
    if let type, type.elementCount != 1 { reportElements(line, count: 1, type: type); return nil }
    guard let type, type.cell.expressionKind != kind else { return .expression(expression) }
    checker.report(
      .expressionType,
      "`\(line.name)` is a \(type.cell.expressionKind.rawValue), but its expression is a "
        + kind.rawValue,
      at: value.range, label: "a \(kind.rawValue)",
      secondary: line.type.map { [($0.range, "wants a \(type.cell.expressionKind.rawValue)")] }
        ?? [],
      helps: conversionHelp(type.cell, kind))
    return nil
  }

  /// What makes a value of the wanted kind of one of another.
  private func conversionHelp(
    _ cell: CellKind, _ kind: RowExpression.Kind
  ) -> [Diagnostic.Help] {
    switch (cell.expressionKind, kind) {
    case (.flag, _): [.init("compare it, such as `... == 1`")]
    case (.number, .flag): [.init("choose a number by it, such as `select(..., 1, 0)`")]
    default: []
    }
  }

  /// The names of `a..b` or `[a, b]`, where an expression is such columns side by side.
  private func columns(in value: Expression) -> [String]? {
    switch value.kind {
    case .binary(.range, let low, let high, _):
      guard case .name(let first) = low.kind, case .name(let last) = high.kind else { return nil }
      return ColumnSpan.names(from: first.text, to: last.text)
    case .list(let elements):
      let names = elements.compactMap { element -> String? in
        if case .name(let name) = element.kind { name.text } else { nil }
      }
      return names.count == elements.count ? names : nil
    default: return nil
    }
  }

  private func elements(
    _ names: [String], of line: Line, _ type: (any ColumnType)?, _ value: Expression,
    cells: [String: CellKind]
  ) -> CheckedColumn.Source? {
    guard names.count <= ColumnSpan.limit else { return nil }
    for name in names where cells[name] != .number {
      let isBroken = places[name] != nil && cells[name] == nil
      if !isBroken { reportElement(name, isDeclared: cells[name] != nil, in: value) }
      return nil
    }
    guard let type else { return nil }
    guard type.elementCount == names.count else {
      reportElements(line, count: names.count, type: type)
      return nil
    }
    return .columns(names)
  }

  private func reportElement(_ name: String, isDeclared: Bool, in value: Expression) {
    guard isDeclared else {
      checker.report(
        .undeclaredColumn, "no line of the block declares the column `\(name)`", at: value.range,
        helps: [.init("declare it, such as `column \(checker.spelled(name)): number`")])
      return
    }
    let line = places[name].map { lines[$0] }
    checker.report(
      .expressionType, "the column `\(name)` is not a `number`, so no tensor can be made of it",
      at: value.range, secondary: line.map { [($0.range, "declared here")] } ?? [])
  }

  private func reportElements(_ line: Line, count: Int, type: any ColumnType) {
    guard line.isFirst, isSourceKnown || line.value != nil else { return }
    let wanted = type.elementCount
    var helps: [Diagnostic.Help] = []
    if wanted <= ColumnSpan.limit {
      helps.append(
        .init("make it of \(wanted) columns, such as `= pixel_0..pixel_\(wanted - 1)`"))
    }
    checker.report(
      .elementCount,
      line.value == nil
        ? "`\(line.name)` holds \(wanted) numbers, and a column of the file holds one"
        : "`\(line.name)` holds \(wanted) numbers, but is made of \(count)",
      at: line.value?.range ?? line.range,
      label: count == 1 ? "" : "\(count) columns",
      secondary: line.type.map { [($0.range, "\(wanted) numbers")] } ?? [], helps: helps)
  }

  /// Columns whose expressions need each other have no value.
  private func reportCycles(_ columns: [CheckedColumn]) {
    var needs: [String: Set<String>] = [:]
    for column in columns {
      if case .expression(let expression) = column.source {
        needs[column.name] = expression.columns
      }
    }
    let made = columns.filter { needs[$0.name] != nil }
    let ordered = DependencyOrder(
      names: made.map { $0.name }, needs: made.map { needs[$0.name] ?? [] })
    for circle in ordered.circles { reportCycle(circle.map { made[$0] }) }
  }

  private func reportCycle(_ circle: [CheckedColumn]) {
    guard let first = circle.first else { return }
    let names = checker.listed(circle.map { "`\($0.name)`" })
    checker.report(
      .dependencyCycle,
      circle.count == 1
        ? "the column \(names) is made from itself"
        : "the columns \(names) are made from each other",
      at: first.range, secondary: circle.dropFirst().prefix(8).map { ($0.range, "and this one") },
      helps: [
        .init("let one of them come from the file; a column with `=` has no cell of its own")
      ])
  }
}

extension Expression {
  /// Whether the expression is a comparison, or a combination of such.
  fileprivate var isYesOrNo: Bool {
    switch kind {
    case .parenthesized(let inner): inner.isYesOrNo
    case .unary(.not, _), .flag: true
    case .binary(let symbol, _, _, _):
      switch symbol {
      case .or, .and, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
      case .contained: true
      case .range, .plus, .minus, .times, .divided, .remainder: false
      }
    default: false
    }
  }
}

/// Names that count: `x1..x28`.
enum ColumnSpan {
  /// The most columns that one span counts out.
  static let limit = 65_536

  /// Whether the names count, and are more than the limit.
  static func isTooLong(from first: String, to last: String) -> Bool {
    let (stem, low) = divide(first)
    let (other, high) = divide(last)
    guard stem == other, let from = Int(low), let to = Int(high) else { return false }
    return from <= to && to - from >= limit
  }

  /// The names from first to last; `nil` where they do not count.
  static func names(from first: String, to last: String?) -> [String]? {
    guard let last else { return [first] }
    let (stem, low) = divide(first)
    let (other, high) = divide(last)
    guard stem == other, let from = Int(low), let to = Int(high), from <= to, to - from < limit,
      !low.hasPrefix("0") || low.count == 1 || low.count == high.count
    else { return nil }
    return (from...to).map { number in
      let digits = String(number)
      let padding = low.hasPrefix("0") && low.count > 1 ? low.count - digits.count : 0
      return stem + String(repeating: "0", count: max(padding, 0)) + digits
    }
  }

  private static func divide(_ name: String) -> (stem: String, number: String) {
    let digits = name.reversed().prefix { $0.isASCII && $0.isNumber }
    return (String(name.dropLast(digits.count)), String(digits.reversed()))
  }
}

extension CellKind {
  /// What an expression sees of such a cell.
  var expressionKind: RowExpression.Kind {
    switch self {
    case .number, .classNumber: .number
    case .text, .oneOf: .text
    case .flag: .flag
    }
  }
}
