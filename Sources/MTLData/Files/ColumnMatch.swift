import MTLFormats
import MTLSemantics
import MTLSource

/// Which column of a file each declared column is.
struct ColumnMatch {
  var columns: [(declared: CheckedColumn, place: Int)] = []
  var absent: [CheckedColumn] = []

  /// Matches by name where the file has a header, else by order.
  static func find(
    _ table: CSVTable, layout: TableFile.Layout, report: DataReport
  ) throws(DataFault) -> ColumnMatch {
    let declared = report.data.columns.filter { if case .file = $0.source { true } else { false } }
    let needed = layout.labelsAreOptional ? report.data.columnsOfFeatures : nil
    guard let header = table.header else {
      return try byOrder(table, declared, needed: needed, report: report)
    }
    return try byName(table, header, declared, needed: needed, report: report)
  }

  private static func byName(
    _ table: CSVTable, _ header: [String], _ declared: [CheckedColumn], needed: Set<String>?,
    report: DataReport
  ) throws(DataFault) -> ColumnMatch {
    var places: [String: [Int]] = [:]
    for (place, name) in header.enumerated() { places[name, default: []].append(place) }
    var match = ColumnMatch()
    var missing: [CheckedColumn] = []
    var faults: [Diagnostic] = []
    for column in declared {
      let found = places[column.name] ?? []
      if found.count > 1 { faults.append(report.columnRepeated(column, file: table.name)) }
      if let place = found.first {
        match.columns.append((column, place))
      } else if needed?.contains(column.name) == false {
        match.absent.append(column)
      } else {
        missing.append(column)
      }
    }
    faults += report.columnsMissing(missing, file: table.name, header: header)
    if !faults.isEmpty { throw DataFault(faults) }
    return match
  }

  /// Whether the first row is a header: most of its cells are the declared names.
  private static func holdsNames(_ table: CSVTable, _ declared: [CheckedColumn]) -> Bool {
    guard table.rowCount > 0, declared.count > 1 else { return false }
    let same = declared.indices.count { place in
      (try? table.text(at: table.cell(row: 0, column: place))) == declared[place].name
    }
    return 2 * same > declared.count
  }

  private static func byOrder(
    _ table: CSVTable, _ declared: [CheckedColumn], needed: Set<String>?, report: DataReport
  ) throws(DataFault) -> ColumnMatch {
    if table.columnCount == declared.count {
      if holdsNames(table, declared) { throw DataFault(report.headerAsRow(table.name)) }
      return ColumnMatch(columns: declared.enumerated().map { ($1, $0) })
    }
    if let needed {
      let present = declared.filter { needed.contains($0.name) }
      if table.columnCount == present.count {
        return ColumnMatch(
          columns: present.enumerated().map { ($1, $0) },
          absent: declared.filter { !needed.contains($0.name) })
      }
    }
    throw DataFault(
      report.columnCount(table.columnCount, declared: declared.count, file: table.name))
  }
}
