/// A one-based line and column in a text file, for messages.
package struct TextPosition: Hashable, Sendable {
  /// The one-based line; LF, CRLF and a lone CR each end a line.
  package let line: Int

  /// The one-based column, counted in Unicode scalars.
  package let column: Int

  /// Finds the position of a byte, in time linear in its offset.
  ///
  /// A byte-order mark at the start of the file takes up no column.
  package init(of offset: Int, in bytes: [UInt8]) {
    let end = min(max(offset, 0), bytes.count)
    var line = 1
    var lineStart = bytes.starts(with: TextPosition.byteOrderMark) ? 3 : 0
    var index = lineStart
    while index < end {
      let byte = bytes[index]
      index += 1
      let isHalfOfPair = byte == 0x0D && index < bytes.count && bytes[index] == 0x0A
      if byte == 0x0A || (byte == 0x0D && !isHalfOfPair) {
        line += 1
        lineStart = index
      }
    }
    self.line = line
    column = 1 + TextPosition.scalarCount(bytes[min(lineStart, end)..<end])
  }

  /// The three bytes with which some programs begin a UTF-8 file.
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Counts the scalars in UTF-8 text as the bytes that do not continue another.
  private static func scalarCount(_ bytes: ArraySlice<UInt8>) -> Int {
    var count = 0
    for byte in bytes where byte & 0xC0 != 0x80 { count += 1 }
    return count
  }
}
