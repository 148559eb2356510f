import MTLCatalogue
import MTLFormats
import MTLSemantics

/// Turns the cells of a table into typed columns.
///
/// It goes through the table in blocks of rows, and through a block column by column, so that the
/// bytes of a block stay in the cache while all its columns are parsed.
struct TableReading {
  private static let blockSize = 256

  /// One column on its way.
  private struct Column {
    let declared: CheckedColumn
    let source: CellSource
    var parser: any CellParser
    /// The first cell of each fault, and how many there are.
    var faults: [(fault: CellFault, cell: CSVCell, count: Int)] = []

    mutating func note(_ bad: BadCell) {
      if let index = faults.firstIndex(where: { $0.fault == bad.fault }) {
        faults[index].count += 1
      } else {
        faults.append((bad.fault, bad.cell, 1))
      }
    }
  }

  private let file: TableFile
  private var columns: [Column]
  private var contents: [UInt64]

  /// Reads all rows of a file.
  static func read(
    _ file: TableFile, missing: [String], report: DataReport
  ) throws(DataFault) -> LoadedRows {
    var reading = TableReading(file, missing: missing)
    reading.readAll()
    let faults = reading.faults
    if !faults.isEmpty { throw DataFault(report.badCells(faults)) }
    return reading.rows
  }

  private init(_ file: TableFile, missing: [String]) {
    self.file = file
    let missing = missing.map { Array($0.utf8) }
    contents = Array(repeating: 0, count: file.table.rowCount)
    columns = file.columns.map { column, place in
      Column(
        declared: column,
        source: CellSource(
          table: file.table, place: place, nameHash: StableHash.of(column.name), missing: missing),
        parser: column.cell.makeParser(rowCount: file.table.rowCount))
    }
  }

  private mutating func readAll() {
    let rowCount = file.table.rowCount
    for start in stride(from: 0, to: rowCount, by: TableReading.blockSize) {
      let rows = start..<min(start + TableReading.blockSize, rowCount)
      for index in columns.indices {
        let source = columns[index].source
        let bad = columns[index].parser.append(rows, of: source, contents: &contents)
        for cell in bad { columns[index].note(cell) }
      }
    }
  }

  private var faults: [CellFaults] {
    let table = file.table
    return columns.flatMap { column in
      column.faults.map { fault, cell, count in
        let place = table.position(of: cell)
        return CellFaults(
          column: column.declared, fault: fault,
          text: String(decoding: table.bytes[cell.range].prefix(1024), as: UTF8.self),
          place: "\(table.name):\(place.line):\(place.column)", count: count)
      }
    }
  }

  private var rows: LoadedRows {
    let table = file.table
    var values: [String: ColumnValues] = [:]
    for column in columns { values[column.declared.name] = column.parser.values }
    for column in file.absent {
      values[column.name] = .missing(column.cell, count: table.rowCount)
    }
    return LoadedRows(
      rowCount: table.rowCount, columns: values, contents: contents, digest: file.digest,
      place: { "\(table.name):\(table.lineNumber(row: $0))" })
  }
}
