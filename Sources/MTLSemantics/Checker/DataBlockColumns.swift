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
  }

  let checker: Checker
  let data: Declaration.Data
  private(set) var lines: [Line] = []

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
        for span in spans { collect(span, role: role, type: type, value: value) }
      case .use: checker.reportNotYet("`use`", at: line.keyword)
      case .split, .malformed: break
      }
    }
  }

  private mutating func collect(
    _ span: DataLine.Span, role: DataLine.Role, type: Call?, value: Expression?
  ) {
    guard let first = span.first else {
      return checker.reportNotYet("`*` for all other columns", at: span.range)
    }
    guard let names = ColumnSpan.names(from: first.text, to: span.last?.text) else {
      return reportSpan(span)
    }
    for name in names {
      if let other = lines.first(where: { $0.name == name }) {
        checker.report(
          .duplicateColumn, "the column `\(name)` is declared twice", at: span.range,
          secondary: [(other.range, "first here")])
        return
      }
      lines.append(
        Line(
          name: name, role: CheckedColumn.Role(rawValue: role.rawValue) ?? .column, type: type,
          value: value, range: span.range))
    }
  }

  private func reportSpan(_ span: DataLine.Span) {
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
    let types = lines.map { type(of: $0) }
    var cells: [String: CellKind] = [:]
    for (line, type) in zip(lines, types) { cells[line.name] = type?.cell ?? .text }
    let columns = zip(lines, types).compactMap { line, type -> CheckedColumn? in
      guard line.type == nil || type != nil, let source = source(of: line, type, cells: cells)
      else { return nil }
      return CheckedColumn(
        name: line.name, role: line.role, type: type, source: source, range: line.range)
    }
    reportCycles(columns)
    return columns
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
      helps: [.init("add one, such as `\(line.name): number`")])
  }

  private func source(
    of line: Line, _ type: (any ColumnType)?, cells: [String: CellKind]
  ) -> CheckedColumn.Source? {
    guard let value = line.value else {
      if let type, type.elementCount != 1 { reportElements(line, count: 1, type: type); return nil }
      return .file
    }
    if let span = columns(in: value) { return elements(span, of: line, type, value, cells: cells) }
    var typer = RowExpressionTyper(checker: checker, columns: cells, data: nil)
    guard let (expression, kind) = typer.type(value) else { return nil }
    if let type, type.elementCount != 1 { reportElements(line, count: 1, type: type); return nil }
    guard let type, type.cell.expressionKind != kind else { return .expression(expression) }
    checker.report(
      .expressionType,
      "`\(line.name)` is \(type.cell.description), but its expression is a \(kind.rawValue)",
      at: value.range, secondary: [(line.range, "declared here")])
    return nil
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
    for name in names where cells[name] != .number {
      let problem = cells[name] == nil ? "no line of the block declares" : "is no number:"
      checker.report(
        cells[name] == nil ? .undeclaredColumn : .expressionType,
        cells[name] == nil
          ? "\(problem) the column `\(name)`" : "the column `\(name)` is not a `number`",
        at: value.range,
        helps: [.init("declare it, such as `column \(name): number`")])
      return nil
    }
    guard let type else { return nil }
    guard type.elementCount == names.count else {
      reportElements(line, count: names.count, type: type)
      return nil
    }
    return .columns(names)
  }

  private func reportElements(_ line: Line, count: Int, type: any ColumnType) {
    let range = line.value?.range ?? line.range
    checker.report(
      .elementCount,
      "`\(line.name)` holds \(type.elementCount) numbers, and here \(count == 1 ? "is 1" : "are \(count)")",
      at: range, secondary: line.type.map { [($0.range, "\(type.elementCount) numbers")] } ?? [],
      helps: [
        .init("make it of as many columns, such as `= pixel_0..pixel_\(type.elementCount - 1)`")
      ])
  }

  /// Columns whose expressions need each other have no value.
  private func reportCycles(_ columns: [CheckedColumn]) {
    var needs: [String: Set<String>] = [:]
    for column in columns {
      if case .expression(let expression) = column.source {
        needs[column.name] = expression.columns
      }
    }
    while let done = needs.first(where: { $0.value.allSatisfy { needs[$0] == nil } })?.key {
      needs[done] = nil
    }
    guard let column = columns.first(where: { needs[$0.name] != nil }) else { return }
    checker.report(
      .dependencyCycle,
      "the columns \(needs.keys.sorted().map { "`\($0)`" }.joined(separator: ", "))"
        + " are made from each other", at: column.range)
  }
}

/// Names that count: `x1..x28`.
enum ColumnSpan {
  /// The most columns that one span counts out.
  static let limit = 65_536

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
