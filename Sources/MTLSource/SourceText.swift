/// The bytes of one source file and where its lines begin.
///
/// The bytes are kept as they are, valid UTF-8 or not: every later stage works on offsets into them.
package final class SourceText: Sendable {
  /// The name that messages print: the path as the user gave it, or `<stdin>`.
  package let name: String

  /// The file's bytes, untouched.
  package let bytes: [UInt8]

  /// The offset of the first byte of every line; line 1 begins at offset 0.
  package let lineStarts: [Int]

  /// Creates a source text from bytes.
  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == 0x0A {
      starts.append(offset + 1)
    }
    lineStarts = starts
  }

  /// Creates a source text from a string.
  package convenience init(name: String, _ text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  /// The text of a range; bytes that are not UTF-8 appear as U+FFFD.
  package func text(_ range: SourceRange) -> String {
    let start = min(max(range.start, 0), bytes.count)
    let end = min(max(range.end, start), bytes.count)
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// The zero-based line that holds an offset, by binary search.
  package func lineIndex(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The one-based line and column of an offset; columns count Unicode scalars.
  package func position(of offset: Int) -> (line: Int, column: Int) {
    let line = lineIndex(of: offset)
    let end = min(max(offset, lineStarts[line]), bytes.count)
    var column = 1
    for byte in bytes[lineStarts[line]..<end] where byte & 0xC0 != 0x80 { column += 1 }
    return (line + 1, column)
  }
}
