import MTLCatalogue
import MTLFormats
import MTLSemantics
import MTLSource

/// The bad cells of one column.
struct CellFaults {
  let column: CheckedColumn
  let fault: CellFault
  /// The text of the first one.
  let text: String
  /// Where the first one stands, such as `people.csv:3:5`.
  let place: String
  var count: Int
}

extension DataReport {
  /// The number of columns whose bad cells are told one by one.
  private static let columnLimit = 10

  /// Columns of one line of the spec that the file does not have.
  func columnsMissing(_ columns: [CheckedColumn], file: String, header: [String]) -> [Diagnostic] {
    var seen: Set<SourceRange> = []
    return columns.filter { seen.insert($0.range).inserted }.map { column in
      let others = columns.count { $0.range == column.range } - 1
      let name = FormatError.quote(column.name)
      return Diagnostic(
        .columnMissing, "\(FormatError.quotePath(file)) has no column \(name)",
        at: sources.label(column.range),
        notes: others == 0
          ? []
          : [
            "\(DataReport.counted(others, "more column")) of this line \(others == 1 ? "is" : "are") missing too"
          ],
        helps: [columnHelp(column, header)])
    }
  }

  private func columnHelp(_ column: CheckedColumn, _ header: [String]) -> Diagnostic.Help {
    let near = NearName.candidates(for: column.name, among: header)
    if !near.isEmpty {
      let isPlain = near[0].utf8.allSatisfy {
        (97...122).contains($0 | 0x20) || $0 == 0x5F || (48...57).contains($0)
      }
      let isWritten = sources.text(column.range) == column.name
      return Diagnostic.Help(
        "did you mean \(near.map { FormatError.quote($0) }.joined(separator: " or "))?",
        edits: isPlain && isWritten && near.count == 1
          ? sources.edits([Diagnostic.Edit(column.range, near[0])], in: column.range) : [])
    }
    let shown = header.prefix(12).map { FormatError.quote($0) }.joined(separator: ", ")
    let rest = header.count > 12 ? " and \(header.count - 12) more" : ""
    return Diagnostic.Help("the file's columns are \(shown)\(rest)")
  }

  /// A name that stands twice in the file's header.
  func columnRepeated(_ column: CheckedColumn, file: String) -> Diagnostic {
    Diagnostic(
      .duplicateColumn,
      "\(FormatError.quotePath(file)) has several columns \(FormatError.quote(column.name))",
      at: sources.label(column.range),
      helps: [
        Diagnostic.Help("give the columns of the file's first line names of their own")
      ])
  }

  /// A file without header whose columns are not as many as the block declares.
  func columnCount(_ found: Int, declared: Int, file: String) -> Diagnostic {
    Diagnostic(
      .columnCount,
      "\(FormatError.quotePath(file)) has \(DataReport.counted(found, "column")), but "
        + "\(FormatError.quote(data.name)) declares \(declared)",
      at: sources.label(data.range),
      notes: ["with `header: false` the lines name all columns, in the file's order"],
      helps: [Diagnostic.Help("declare what is not used as `column`")])
  }

  /// The bad cells of all columns, one finding a column.
  func badCells(_ faults: [CellFaults]) -> [Diagnostic] {
    var found = faults.prefix(DataReport.columnLimit).map(badCells)
    let rest = faults.count - found.count
    if rest > 0 {
      found[found.count - 1].notes.append(
        "\(DataReport.counted(rest, "more column")) \(rest == 1 ? "has" : "have") such cells")
    }
    return Array(found)
  }

  private func badCells(_ faults: CellFaults) -> Diagnostic {
    let column = faults.column
    let (cell, name) = (FormatError.quote(faults.text), FormatError.quote(column.name))
    let place = FormatError.quotePath(faults.place)
    let wanted = faults.fault == .notText ? "valid UTF-8" : column.cell.description
    let more = faults.count - 1
    let notes =
      more == 0
      ? []
      : [
        "\(DataReport.counted(more, "more cell")) of the column "
          + (more == 1 ? "is none either" : "are none either")
      ]
    let isClass = faults.fault == .undeclared
    return Diagnostic(
      isClass ? .classUndeclared : .cellUnreadable,
      isClass
        ? "\(cell) at \(place) is no class of \(name)" : "\(cell) at \(place) is not \(wanted)",
      at: sources.label(
        column.range, isClass ? "the column holds \(wanted)" : "declared here"),
      notes: notes, helps: cellHelps(faults))
  }

  private func cellHelps(_ faults: CellFaults) -> [Diagnostic.Help] {
    var helps: [Diagnostic.Help] = []
    if faults.fault == .undeclared, case .oneOf(let classes) = faults.column.cell,
      let near = NearName.best(for: faults.text, among: classes)
    {
      helps.append(Diagnostic.Help("did you mean \(FormatError.quote(near))?"))
    }
    guard case .file = faults.column.source else {
      return helps + [Diagnostic.Help("change the expression, or the column's classes")]
    }
    switch faults.fault {
    case .notText: helps.append(Diagnostic.Help("save the file as UTF-8"))
    case .undeclared:
      helps.append(Diagnostic.Help("add the class to the column's type, or correct the cell"))
    case .unreadable:
      helps.append(
        Diagnostic.Help(
          "correct the cell, or, if \(FormatError.quote(faults.text)) means that there is no value, "
            + "name it as `missing:` of the source"))
    }
    return helps
  }

  /// A number with its noun.
  static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
