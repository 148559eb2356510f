/// One pass over the bytes of a table that notes where every cell lies.
struct CSVScanner {
  /// The cells of all rows behind the header.
  private(set) var cells: [CSVCell] = []

  /// The cells of the header; empty where none is expected or the table is empty.
  private(set) var header: [CSVCell] = []

  /// The number of cells in the first line; 0 before it is read.
  private(set) var columnCount = 0

  /// The number of rows behind the header.
  private(set) var rowCount = 0

  /// The offset behind the last row that counts.
  private(set) var end = 0

  /// Delimiter, header and limits.
  private let options: CSVOptions
  /// The byte between two cells.
  private let delimiter: UInt8
  /// The first fault found, which ends the scan.
  private var fault: CSVFault?
  /// Whether room has been made for all cells.
  private var isSized = false

  /// How many cells tell how many there will be.
  private static let sampleSize = 4096

  /// How many bytes before the end of a table that is cut a quote may be open.
  private static let cutQuoteLimit = 1 << 20

  /// Creates a scanner that has seen nothing.
  init(_ options: CSVOptions) {
    self.options = options
    delimiter = options.delimiter.rawValue
  }

  /// Scans the whole table and returns what is wrong with it, or nil.
  mutating func scan(_ bytes: Span<UInt8>) -> CSVFault? {
    var position = CSVScanner.startOfText(bytes)
    while position < bytes.count, fault == nil, rowCount < options.rowLimit {
      let start = skipBlanks(bytes, from: position)
      if start == bytes.count { break }
      position =
        CSVScanner.isLineEnd(bytes[start])
        ? CSVScanner.skipLineEnd(bytes, from: start) : scanRow(bytes, from: start)
      if !isSized, cells.count >= CSVScanner.sampleSize { reserveCells(bytes, scanned: position) }
    }
    return fault
  }

  /// Makes room for the cells to come, on the guess that they are like those before.
  ///
  /// Growing step by step would copy a large index many times.
  private mutating func reserveCells(_ bytes: Span<UInt8>, scanned: Int) {
    isSized = true
    let guess = Double(cells.count) * Double(bytes.count) / Double(scanned)
    cells.reserveCapacity(Int(guess * 1.05) + columnCount)
  }

  /// Scans one row and returns where the next line begins.
  private mutating func scanRow(_ bytes: Span<UInt8>, from start: Int) -> Int {
    let firstCell = cells.count
    var position = start
    while true {
      let end = scanCell(bytes, from: position)
      if fault != nil { return bytes.count }
      if cells.count - firstCell > options.columnLimit {
        return stop(.manyColumns(limit: options.columnLimit), at: start, bytes)
      }
      position = end + 1
      if end < bytes.count, bytes[end] == delimiter { continue }
      if end == bytes.count, options.isCut {
        cells.removeLast(cells.count - firstCell)
        return end
      }
      finishRow(from: firstCell, at: start)
      self.end = CSVScanner.skipLineEnd(bytes, from: end)
      return self.end
    }
  }

  /// Checks the number of cells, and puts the first row aside where it is the header.
  private mutating func finishRow(from firstCell: Int, at start: Int) {
    let count = cells.count - firstCell
    if columnCount == 0 {
      columnCount = count
      if options.hasHeader {
        header = cells
        cells.removeAll(keepingCapacity: true)
        return
      }
    } else if count != columnCount {
      fault = CSVFault(kind: .raggedRow(expected: columnCount, found: count), offset: start)
    }
    rowCount += 1
  }

  /// Scans one cell and returns the offset of the delimiter or line end behind it.
  @inline(__always)
  private mutating func scanCell(_ bytes: Span<UInt8>, from start: Int) -> Int {
    let first = skipBlanks(bytes, from: start)
    if first < bytes.count, bytes[first] == UInt8(ascii: "\"") {
      return scanQuotedCell(bytes, from: first)
    }
    var end = first
    while end < bytes.count {
      let byte = bytes[end]
      if byte == delimiter || CSVScanner.isLineEnd(byte) { break }
      end &+= 1
    }
    append(bytes, from: first, to: trimmedEnd(bytes, from: first, to: end))
    return end
  }

  /// Scans one cell from its opening quote on.
  private mutating func scanQuotedCell(_ bytes: Span<UInt8>, from quote: Int) -> Int {
    var position = quote + 1
    var hasDoubledQuotes = false
    while position < bytes.count {
      if bytes[position] != UInt8(ascii: "\"") {
        position &+= 1
      } else if position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "\"") {
        hasDoubledQuotes = true
        position += 2
      } else {
        append(
          bytes, from: quote + 1, to: position, isQuoted: true, hasDoubledQuotes: hasDoubledQuotes)
        return finishQuotedCell(bytes, from: position + 1)
      }
    }
    if options.isCut, bytes.count - quote <= CSVScanner.cutQuoteLimit { return bytes.count }
    return stop(.unclosedQuote, at: quote, bytes)
  }

  /// Steps over the blanks behind a closing quote, which nothing else may follow.
  private mutating func finishQuotedCell(_ bytes: Span<UInt8>, from start: Int) -> Int {
    let end = skipBlanks(bytes, from: start)
    if end == bytes.count || bytes[end] == delimiter || CSVScanner.isLineEnd(bytes[end]) {
      return end
    }
    return stop(.textBehindQuote, at: end, bytes)
  }

  /// Notes a cell, if it is not too large.
  @inline(__always)
  private mutating func append(
    _ bytes: Span<UInt8>, from start: Int, to end: Int, isQuoted: Bool = false,
    hasDoubledQuotes: Bool = false
  ) {
    if end - start > options.cellSizeLimit {
      _ = stop(.largeCell(limit: options.cellSizeLimit), at: start, bytes)
      return
    }
    cells.append(
      CSVCell(
        offset: start, length: end - start, isQuoted: isQuoted, hasDoubledQuotes: hasDoubledQuotes))
  }

  /// Notes a fault and returns the end of the table, where the scan stops.
  private mutating func stop(_ kind: CSVFault.Kind, at offset: Int, _ bytes: Span<UInt8>) -> Int {
    fault = fault ?? CSVFault(kind: kind, offset: offset)
    return bytes.count
  }

  /// The offset of the first byte that is not a blank.
  @inline(__always)
  private func skipBlanks(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var position = start
    while position < bytes.count, isBlank(bytes[position]) { position &+= 1 }
    return position
  }

  /// The end of a cell without the blanks at its end.
  @inline(__always)
  private func trimmedEnd(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    var position = end
    while position > start, isBlank(bytes[position &- 1]) { position &-= 1 }
    return position
  }

  /// Whether a byte is a space, or a tab that is no delimiter.
  @inline(__always)
  private func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte == 0x09 && delimiter != 0x09)
  }

  /// Whether a byte ends a line.
  @inline(__always)
  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  /// Steps over one LF, CRLF or CR; the end of the table stays where it is.
  private static func skipLineEnd(_ bytes: Span<UInt8>, from end: Int) -> Int {
    if end >= bytes.count { return bytes.count }
    let isPair = bytes[end] == 0x0D && end + 1 < bytes.count && bytes[end + 1] == 0x0A
    return end + (isPair ? 2 : 1)
  }

  /// The offset behind a byte-order mark, where there is one.
  private static func startOfText(_ bytes: Span<UInt8>) -> Int {
    let mark = TextPosition.byteOrderMark
    if bytes.count < mark.count { return 0 }
    for index in mark.indices where bytes[index] != mark[index] { return 0 }
    return mark.count
  }
}
