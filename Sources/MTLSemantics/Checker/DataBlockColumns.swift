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
    /// The set of columns that brought the line in, where one did.
    let set: String?

    /// Whether the column is text as it stands: the only one that needs no type.
    var isText: Bool { type == nil && role == .column && value == nil }
  }

  let checker: Checker
  let data: Declaration.Data
  /// The block's source, where it is known, and with it what one of its columns holds.
  let source: (any DataSource.Type)?
  /// The names of the file's columns; empty for a file without header, `nil` while it has not been read.
  let header: [String]?
  private(set) var lines: [Line] = []
  /// Whether a line could not be read, so that the block has columns that are not known.
  private(set) var isIncomplete = false
  /// The line `*`, where the header that it stands for is not known.
  private(set) var openColumns: OpenColumns?
  private(set) var places: [String: Int] = [:]

  init(
    checker: Checker, data: Declaration.Data, source: (any DataSource.Type)?, header: [String]?
  ) {
    self.checker = checker
    self.data = data
    self.source = source
    self.header = header
  }

  /// The features that each set of columns has brought in.
  var featuresOfSets: [String: [String]] {
    var result: [String: [String]] = [:]
    for line in lines where line.role == .feature {
      if let set = line.set { result[set, default: []].append(line.name) }
    }
    return result
  }

  // MARK: Names

  /// Collects the columns of all lines, spans counted out; `*` stands for what is left then.
  mutating func collect(_ source: [SetLine]) {
    isIncomplete = checker.program.hasErrors(in: data.body)
    var rest: [SetLine] = []
    for line in source {
      switch line.line.kind {
      case .columns(_, let spans, _, _) where spans.contains(where: { $0.first == nil }):
        rest.append(line)
      case .columns: collect(line)
      case .malformed: isIncomplete = true
      case .use, .split: break
      }
    }
    guard let line = rest.first else { return }
    if rest.count > 1 {
      isIncomplete = true
      return checker.report(
        .repeatedLine, "`*` stands twice in `\(data.name.text)`", at: rest[1].line.range,
        secondary: [(line.line.range, "first here")],
        helps: [.init("name the columns of one of the lines")])
    }
    collectRest(line)
  }

  private mutating func collect(_ line: SetLine) {
    guard case .columns(let role, let spans, let type, let value) = line.line.kind else { return }
    let end = spans.last?.range.end ?? line.line.keyword.end
    for (place, span) in spans.enumerated() {
      guard let names = names(of: span) else {
        isIncomplete = true
        continue
      }
      collect(
        names, at: span.range, role: role, type: type, value: value, isFirst: place == 0,
        namesEnd: end, set: line.set)
    }
  }

  /// The line `*`: every column of the header that no other line names.
  private mutating func collectRest(_ line: SetLine) {
    guard case .columns(let role, let spans, let type, let value) = line.line.kind,
      let star = spans.first(where: { $0.first == nil })
    else { return }
    guard spans.count == 1, value == nil, header.map({ !$0.isEmpty }) ?? true else {
      isIncomplete = true
      return reportStar(star, spans: spans, value)
    }
    guard let header else {
      openColumns = OpenColumns(
        role: CheckedColumn.Role(rawValue: role.rawValue) ?? .column, type: openType(type),
        range: star.range)
      return
    }
    collect(
      header.filter { places[$0] == nil }, at: star.range, role: role, type: type, value: nil,
      isFirst: true, namesEnd: star.range.end, set: line.set)
  }

  private func reportStar(_ star: DataLine.Span, spans: [DataLine.Span], _ value: Expression?) {
    checker.report(
      .badColumnSpan,
      spans.count > 1
        ? "`*` stands alone on its line"
        : value != nil
          ? "`*` takes columns of the file as they are, and makes none"
          : "`*` needs a file whose first line names the columns",
      at: star.range, notes: ["`*` is every column of the header that no other line names"],
      helps: [.init("name the columns, such as `x1..x28`")])
  }

  private func names(of span: DataLine.Span) -> [String]? {
    guard let first = span.first else { return nil }
    guard let names = ColumnSpan.names(from: first.text, to: span.last?.text) else {
      reportSpan(span)
      return nil
    }
    guard lines.count + names.count <= ColumnSpan.limit else {
      reportTooMany(span)
      return nil
    }
    return names
  }

  private mutating func collect(
    _ names: [String], at range: SourceRange, role: DataLine.Role, type: Call?,
    value: Expression?, isFirst: Bool, namesEnd: Int, set: String?
  ) {
    for (place, name) in names.enumerated() {
      if let other = places[name].map({ lines[$0] }) {
        checker.report(
          .duplicateColumn, "the column `\(name)` is declared twice", at: range,
          secondary: [(other.range, "first here")],
          helps: [.init("leave one of them out, or give it another name")])
        return
      }
      places[name] = lines.count
      lines.append(
        Line(
          name: name, role: CheckedColumn.Role(rawValue: role.rawValue) ?? .column, type: type,
          value: value, range: range, isFirst: isFirst && place == 0, namesEnd: namesEnd, set: set))
    }
  }

  func reportTooMany(_ span: DataLine.Span) {
    checker.report(
      .badColumnSpan,
      "`\(data.name.text)` would have more than \(ColumnSpan.limit) columns", at: span.range)
  }

  // MARK: Types and expressions

  /// The checked columns; what is wrong is reported and left out.
  func check() -> [CheckedColumn] {
    let types = self.types()
    var cells: [String: CellKind] = [:]
    for (line, type) in zip(lines, types) where type != nil || line.isText {
      cells[line.name] = type?.cell ?? .text
    }
    let columns = zip(lines, types).compactMap { line, type -> CheckedColumn? in
      guard line.isText || type != nil, let source = source(of: line, type, cells: cells)
      else { return nil }
      return CheckedColumn(
        name: line.name, role: line.role, type: type, source: source, range: line.range)
    }
    reportCycles(columns)
    reportLeaks(columns)
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
      if !line.isText { reportUntyped(line) }
      return nil
    }
    guard
      let type = checker.entry(
        call.name, among: Registry.columnTypes, kind: "column type", plural: "column types"),
      let arguments = checker.bind(call, to: type)
    else { return nil }
    let instance = type.init(arguments)
    checker.noteEntry(instance, at: call.name)
    return instance
  }

  /// The type of the line `*`; what is wrong with it is reported.
  private func openType(_ call: Call?) -> (any ColumnType)? {
    guard let call,
      let type = checker.entry(
        call.name, among: Registry.columnTypes, kind: "column type", plural: "column types"),
      let arguments = checker.bind(call, to: type)
    else { return nil }
    return type.init(arguments)
  }

  private func reportUntyped(_ line: Line) {
    if let call = line.value?.call,
      Registry.columnTypes.contains(where: { $0.name == call.name.text })
    {
      return checker.report(
        .untypedColumn, "the type of a column stands behind `:`", at: call.range,
        helps: [
          .init(
            "write it so",
            edits: [.init(SourceRange(line.namesEnd, call.range.start), ": ")])
        ])
    }
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
      if let type, type.elementCount != 1, !(source?.holdsArrays ?? true) {
        reportElements(line, count: 1, type: type)
        return nil
      }
      if let source, !source.fields.isEmpty, source.field([line.name]) == nil {
        reportNoField(line, of: source)
        return nil
      }
      return .file
    }
    if let span = columns(in: value) { return elements(span, of: line, type, value, cells: cells) }
    if line.type == nil, type == nil { return nil }
    var typer = RowExpressionTyper(
      checker: checker, columns: cells, fields: source, data: nil,
      broken: lines.count == cells.count ? [] : places.keys.filter { cells[$0] == nil },
      isIncomplete: isIncomplete)
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

  private func reportNoField(_ line: Line, of source: any DataSource.Type) {
    guard line.isFirst || line.value == nil else { return }
    checker.report(
      .undeclaredColumn, "the rows of `\(source.name)` have no field `\(line.name)`",
      at: line.range,
      notes: ["the fields are " + checker.listed(source.fields.map { "`\($0)`" })],
      helps: [.init("say which field the column is, such as `= \(source.fields[0])`")])
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
