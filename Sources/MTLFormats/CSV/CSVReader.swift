/// Reading of tables of text: RFC 4180, and what real files do besides.
///
/// - A cell may be quoted; within quotes, delimiters and line breaks are text, and two quotes
///   stand for one. A quote within an unquoted cell is text.
/// - Lines end with LF, CRLF or CR; a byte-order mark at the start does not count.
/// - Blanks (space and tab, unless that is the delimiter) around an unquoted cell and outside the
///   quotes of a quoted one do not count.
/// - A line with nothing but blanks is passed over, so that an empty cell in a table of one column
///   must be written as `""`.
/// - Every row has as many cells as the first line.
package enum CSVReader {
  /// Indexes the cells of a file in one pass.
  ///
  /// - Parameters:
  ///   - bytes: the whole file; cells become text only when asked for, and UTF-8 is checked then.
  ///   - name: the file's name for messages.
  ///   - options: delimiter, header and limits.
  package static func read(
    _ bytes: [UInt8], name: String, options: CSVOptions = CSVOptions()
  ) throws(FormatError) -> CSVTable {
    guard bytes.count <= options.sizeLimit else {
      throw FormatError(name, "the table is larger than the limit of \(options.sizeLimit) bytes")
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw FormatError(name, "the file is UTF-16; save it as UTF-8")
    }
    var scanner = CSVScanner(options)
    if let fault = scanner.scan(bytes.span) { throw fault.error(name: name, in: bytes) }
    guard options.hasHeader else {
      return CSVTable(
        name: name, bytes: bytes, header: nil, columnCount: scanner.columnCount,
        cells: scanner.cells, end: scanner.end)
    }
    if options.isCut, scanner.header.isEmpty {
      throw FormatError(name, "the first line is longer than \(bytes.count) bytes")
    }
    let header = try names(scanner.header, name: name, in: bytes)
    return CSVTable(
      name: name, bytes: bytes, header: header, columnCount: scanner.columnCount,
      cells: scanner.cells, end: scanner.end)
  }

  /// The texts of the header.
  private static func names(
    _ cells: [CSVCell], name: String, in bytes: [UInt8]
  ) throws(FormatError) -> [String] {
    if cells.isEmpty {
      throw FormatError(name, "the file is empty where a line with column names should stand")
    }
    var names: [String] = []
    for cell in cells {
      guard let text = CSVTable.decode(cell, in: bytes) else {
        let place = TextPosition(of: cell.offset, in: bytes)
        throw FormatError(
          name, "the column's name is not valid UTF-8", line: place.line, column: place.column)
      }
      names.append(text)
    }
    return names
  }
}
