/// A table of text: the bytes of its file and an index of its cells.
///
/// Nothing but the header is copied or converted until it is asked for; the index takes eight
/// bytes a cell.
package struct CSVTable: Sendable {
  /// The file's name for messages.
  package let name: String

  /// The file's bytes, untouched.
  package let bytes: [UInt8]

  /// The names of the columns, where the file has a header; a name may stand twice.
  package let header: [String]?

  /// The number of rows, without the header and without blank lines.
  package let rowCount: Int

  /// The number of cells in every row.
  package let columnCount: Int

  /// The offset behind the last row that has been read.
  package let end: Int

  /// The cells of all rows, one row after the other, without the header.
  private let cells: [CSVCell]

  /// Creates a table from what the scanner found.
  init(
    name: String, bytes: [UInt8], header: [String]?, columnCount: Int, cells: [CSVCell], end: Int
  ) {
    self.name = name
    self.bytes = bytes
    self.header = header
    self.columnCount = columnCount
    self.cells = cells
    self.end = end
    rowCount = columnCount == 0 ? 0 : cells.count / columnCount
  }

  /// The cell in a row and a column, both counted from 0.
  package func cell(row: Int, column: Int) -> CSVCell {
    precondition(
      column >= 0 && column < columnCount, "column \(column) of \(columnCount) does not exist")
    return cells[row * columnCount + column]
  }

  /// The number that a cell holds, or nil where the cell as a whole is not a finite number.
  ///
  /// Quotes around a number do not count. `DecimalNumber` says what a number is.
  package func number(at cell: CSVCell) -> Double? {
    DecimalNumber.parse(bytes.span.extracting(cell.range))
  }

  /// The text that a cell holds, with doubled quotes made single.
  ///
  /// - Throws: where the text is not UTF-8.
  package func text(at cell: CSVCell) throws(FormatError) -> String {
    if let text = CSVTable.decode(cell, in: bytes) { return text }
    throw error(at: cell, "the cell is not valid UTF-8")
  }

  /// The one-based line on which a row begins, counting the header and blank lines.
  ///
  /// For messages: it counts the lines before the row, in time linear in the row's offset.
  package func lineNumber(row: Int) -> Int {
    position(of: cell(row: row, column: 0)).line
  }

  /// The one-based line and column at which a cell begins, the opening quote included.
  ///
  /// For messages: it counts the lines before the cell, in time linear in the cell's offset.
  package func position(of cell: CSVCell) -> TextPosition {
    TextPosition(of: cell.isQuoted ? cell.offset - 1 : cell.offset, in: bytes)
  }

  /// An error about a cell, at the cell's position.
  package func error(at cell: CSVCell, _ message: String) -> FormatError {
    let place = position(of: cell)
    return FormatError(name, message, line: place.line, column: place.column)
  }

  /// The text of a cell, or nil where it is not UTF-8.
  static func decode(_ cell: CSVCell, in bytes: [UInt8]) -> String? {
    guard cell.hasDoubledQuotes else { return StrictText.decode(bytes[cell.range]) }
    var text: [UInt8] = []
    text.reserveCapacity(cell.length)
    var isSecondOfPair = false
    for byte in bytes[cell.range] {
      isSecondOfPair = byte == UInt8(ascii: "\"") && !isSecondOfPair
      // The first quote of each pair is passed over, the second stays.
      if !isSecondOfPair { text.append(byte) }
    }
    return StrictText.decode(text[...])
  }
}
