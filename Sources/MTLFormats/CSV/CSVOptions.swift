/// How the cells of a table of text are laid out, and how large it may be.
package struct CSVOptions: Hashable, Sendable {
  /// The character between two cells.
  package enum Delimiter: UInt8, Hashable, Sendable, CaseIterable {
    /// The usual one.
    case comma = 0x2C
    /// Tab-separated values.
    case tab = 0x09
    /// Usual where the comma is the decimal sign.
    case semicolon = 0x3B
  }

  /// The character between two cells.
  package var delimiter: Delimiter

  /// Whether the first line that is not blank names the columns.
  package var hasHeader: Bool

  /// The largest number of columns; no more than 65,536 count.
  package var columnLimit: Int

  /// The largest number of bytes in one cell; no more than 16 MiB less one count.
  package var cellSizeLimit: Int

  /// The largest number of bytes in the file; no more than 256 GiB less one count.
  package var sizeLimit: Int

  /// The number of rows after which the table is read no further.
  package var rowLimit: Int

  /// Whether the bytes are the beginning of a longer file, so that their last row may be cut.
  ///
  /// A row that reaches the end of the bytes does not count then.
  package var isCut: Bool

  /// Creates options; without more, commas and a header are expected, and the limits are widest.
  package init(
    delimiter: Delimiter = .comma, hasHeader: Bool = true, columnLimit: Int = 65_536,
    cellSizeLimit: Int = CSVCell.largestLength, sizeLimit: Int = CSVCell.largestOffset,
    rowLimit: Int = .max, isCut: Bool = false
  ) {
    self.delimiter = delimiter
    self.hasHeader = hasHeader
    self.columnLimit = min(columnLimit, 65_536)
    self.cellSizeLimit = min(cellSizeLimit, CSVCell.largestLength)
    self.sizeLimit = min(sizeLimit, CSVCell.largestOffset)
    self.rowLimit = rowLimit
    self.isCut = isCut
  }
}
