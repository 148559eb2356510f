import MTLFormats

/// The beginning of a table: its header and as many rows as are worth looking at.
struct TableSample {
  /// The rows, behind the header.
  let table: CSVTable
  /// The names of the columns.
  let header: [String]
  /// How many rows the file is likely to have; those of the table where it ends there.
  let expectedRowCount: Int

  /// The most bytes and the most rows that are looked at.
  private static let sizeLimit = 16 << 20
  private static let rowLimit = 50_000

  /// Reads the sample, and rejects what is no table with a header.
  static func read(_ path: String) throws(Failure) -> TableSample {
    let beginning: FileBeginning
    let table: CSVTable
    do throws(FormatError) {
      beginning = try FileBeginning.read(path, limit: sizeLimit)
    } catch {
      throw Failure(error)
    }
    try checkText(beginning.bytes, path)
    do throws(FormatError) {
      table = try CSVReader.read(
        beginning.bytes, name: path,
        options: CSVOptions(rowLimit: rowLimit, isCut: !beginning.isWhole))
    } catch {
      throw Failure(error)
    }
    let sample = try TableSample(table, of: beginning)
    try sample.checkHeader()
    return sample
  }

  /// What each column holds.
  var summaries: [ColumnSummary] {
    header.enumerated().map { ColumnScan.summary(of: $0.offset, name: $0.element, in: table) }
  }

  private init(_ table: CSVTable, of beginning: FileBeginning) throws(Failure) {
    self.table = table
    header = table.header ?? []
    guard table.rowCount > 0 else {
      throw Failure(
        beginning.isWhole
          ? "\(table.name): the table has a header and no rows"
          : "\(table.name): the first row is longer than \(TableSample.sizeLimit >> 20) MiB")
    }
    let rest = beginning.isWhole ? table.bytes[table.end...] : []
    let isWhole = beginning.isWhole && rest.allSatisfy { $0 <= 0x20 }
    let scale = Double(beginning.expectedSize) / Double(max(table.end, 1))
    expectedRowCount =
      isWhole
      ? table.rowCount : max(table.rowCount + 1, Int(Double(table.rowCount) * scale))
  }

  // MARK: What is no table

  private static func checkText(_ bytes: [UInt8], _ path: String) throws(Failure) {
    if bytes.allSatisfy({ $0 <= 0x20 && $0 != 0 }) { throw Failure("\(path): the file is empty") }
    if bytes.starts(with: [0x1F, 0x8B]) {
      throw Failure(
        "\(path): the file is compressed, but its name does not end in `.gz`",
        help: "rename it, or decompress it")
    }
    let isWide = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    if !isWide, bytes.prefix(1 << 16).contains(0) {
      throw Failure("\(path): the file is binary, and not a table of comma-separated values")
    }
    let line = bytes.prefix(1 << 16).prefix { $0 != 0x0A && $0 != 0x0D }
    if line.contains(UInt8(ascii: ",")) { return }
    for (delimiter, name) in [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")]
    where line.contains(where: { delimiter.utf8.contains($0) }) {
      throw Failure(
        "\(path): the cells are separated by \(name), and only commas are read yet",
        help: "save the table with commas, and with points in its decimal numbers")
    }
  }

  private func checkHeader() throws(Failure) {
    guard hasDataForHeader else { return }
    throw Failure(
      "\(table.name):1: the first line holds data, such as \(FormatError.quote(header[0])), where "
        + "the names of the columns should stand", help: "put a line with names before it")
  }

  /// Whether the first line is a row: each of its cells is a number or a text of its column, or most
  /// are numbers, and such as no column is called by.
  private var hasDataForHeader: Bool {
    let cells = header.enumerated().filter { !$0.element.isEmpty }
    let numbers = cells.map { $0.element }.filter { TableSample.isNumber($0) }
    let areValues = numbers.contains { $0.contains(".") } || Set(numbers).count < numbers.count
    if numbers.count * 2 > cells.count, areValues { return true }
    let isRow = cells.allSatisfy { place, name in
      TableSample.isNumber(name) || isText(name, inColumn: place)
    }
    return isRow && (!numbers.isEmpty || cells.count > 1)
  }

  /// Whether one of the first rows has a text in a column.
  private func isText(_ text: String, inColumn place: Int) -> Bool {
    (0..<min(table.rowCount, 1000)).contains { row in
      (try? table.text(at: table.cell(row: row, column: place))) == text
    }
  }

  private static func isNumber(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return DecimalNumber.parse(bytes.span) != nil
  }
}
