import MTLCatalogue
import MTLSource
import MTLSyntax

/// Columns that hold several numbers, made of other columns side by side.
extension DataBlockColumns {
  /// The names of `a..b` or `[a, b]`, where an expression is such columns side by side.
  func columns(in value: Expression) -> [String]? {
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

  func elements(
    _ names: [String], of line: Line, _ type: (any ColumnType)?, _ value: Expression,
    cells: [String: CellKind]
  ) -> CheckedColumn.Source? {
    guard names.count <= ColumnSpan.limit else { return nil }
    guard let type else { return nil }
    for name in names where cells[name] != type.cell {
      let isBroken = places[name] != nil && cells[name] == nil
      if !isBroken, !isIncomplete {
        reportElement(name, isDeclared: cells[name] != nil, of: type.cell, in: value)
      }
      return nil
    }
    guard type.elementCount == names.count else {
      reportElements(line, count: names.count, type: type)
      return nil
    }
    return .columns(names)
  }

  private func reportElement(
    _ name: String, isDeclared: Bool, of cell: CellKind, in value: Expression
  ) {
    guard isDeclared else {
      checker.report(
        .undeclaredColumn, "no line of the block declares the column `\(name)`", at: value.range,
        helps: [.init("declare it, such as `column \(checker.spelled(name)): \(cell.elementType)`")]
      )
      return
    }
    let line = places[name].map { lines[$0] }
    checker.report(
      .expressionType,
      "the column `\(name)` is not a `\(cell.elementType)`, so no tensor can be made of it",
      at: value.range, secondary: line.map { [($0.range, "declared here")] } ?? [])
  }

  func reportElements(_ line: Line, count: Int, type: any ColumnType) {
    guard line.isFirst, source != nil || line.value != nil else { return }
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
}

extension CellKind {
  /// The type of the columns that an array of such cells is made of.
  fileprivate var elementType: String {
    switch self {
    case .number: "number"
    case .flag: "flag"
    case .classNumber(let count): "category(\(count))"
    case .text, .oneOf: "category"
    }
  }
}
