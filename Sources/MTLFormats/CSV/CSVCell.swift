/// Where one cell's text lies in the bytes of its file, in eight bytes.
///
/// The slice holds neither the blanks around an unquoted cell nor the quotes around a quoted one.
package struct CSVCell: Hashable, Sendable {
  /// The largest offset that a cell can have.
  package static let largestOffset = 1 << 38 - 1

  /// The largest number of bytes that a cell can have.
  package static let largestLength = 1 << 24 - 1

  /// From the top: 38 bits of offset, 24 of length, whether quotes are doubled, whether quoted.
  private let packed: UInt64

  /// Creates a cell; offset and length are no larger than the largest.
  init(offset: Int, length: Int, isQuoted: Bool = false, hasDoubledQuotes: Bool = false) {
    packed =
      UInt64(truncatingIfNeeded: offset) << 26 | UInt64(truncatingIfNeeded: length) << 2
      | (hasDoubledQuotes ? 2 : 0) | (isQuoted ? 1 : 0)
  }

  /// The offset of the cell's first byte in the file.
  package var offset: Int { Int(truncatingIfNeeded: packed >> 26) }

  /// The number of bytes, in which a doubled quote counts twice.
  package var length: Int { Int(truncatingIfNeeded: packed >> 2 & 0xFF_FFFF) }

  /// Whether quotes stand around the cell.
  package var isQuoted: Bool { packed & 1 != 0 }

  /// Whether pairs of quotes within the cell each stand for one.
  package var hasDoubledQuotes: Bool { packed & 2 != 0 }

  /// Whether there is nothing in the cell.
  package var isEmpty: Bool { length == 0 }

  /// The bytes of the file that hold the cell.
  package var range: Range<Int> { offset..<offset + length }
}
