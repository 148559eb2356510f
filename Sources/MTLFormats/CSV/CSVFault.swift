/// What the scanner found wrong in a table, and at which byte.
struct CSVFault {
  /// The kinds of fault.
  enum Kind {
    /// A quote is opened and never closed.
    case unclosedQuote
    /// Something other than a delimiter follows a closing quote.
    case textBehindQuote
    /// A cell has more bytes than allowed.
    case largeCell(limit: Int)
    /// A row has more cells than allowed.
    case manyColumns(limit: Int)
    /// A row has another number of cells than the first line.
    case raggedRow(expected: Int, found: Int)
  }

  /// What is wrong.
  let kind: Kind
  /// The offset of the byte where it is wrong.
  let offset: Int

  /// The fault in words, with its line, and its column where that helps.
  func error(name: String, in bytes: [UInt8]) -> FormatError {
    let place = TextPosition(of: offset, in: bytes)
    switch kind {
    case .raggedRow(let expected, let found):
      let cells = found == 1 ? "1 cell" : "\(found) cells"
      let message = "the row has \(cells), but the first line of the table has \(expected)"
      return FormatError(name, message, line: place.line)
    case .manyColumns(let limit):
      let message = "the row has more cells than the limit of \(limit)"
      return FormatError(name, message, line: place.line)
    case .unclosedQuote:
      return FormatError(
        name, "the quote that opens here is never closed", line: place.line, column: place.column)
    case .textBehindQuote:
      return FormatError(
        name, "text follows a closing quote; a quote within quotes must be doubled",
        line: place.line, column: place.column)
    case .largeCell(let limit):
      return FormatError(
        name, "the cell is larger than the limit of \(limit) bytes", line: place.line,
        column: place.column)
    }
  }
}
