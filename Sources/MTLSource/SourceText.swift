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

  /// The part that a command-line option has put in the place of the file's own.
  package let override: Override?

  /// How many characters begin before each block of bytes, so that no long line is read to count.
  private let characterCounts: [Int]

  /// A part of a text that is not in the file, because an option of the command line says otherwise.
  package struct Override: Sendable {
    /// The option as it is typed, such as `--weighting`.
    package let option: String
    /// Where its value stands in the text.
    package let range: SourceRange

    /// Creates an override.
    package init(option: String, range: SourceRange) {
      self.option = option
      self.range = range
    }
  }

  /// The size of such a block.
  private static let blockSize = 1024

  /// Creates a source text from bytes.
  package init(name: String, bytes: [UInt8], override: Override? = nil) {
    self.name = name
    self.bytes = bytes
    self.override = override
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == 0x0A {
      starts.append(offset + 1)
    }
    lineStarts = starts
    characterCounts = SourceText.characterCounts(bytes)
  }

  private static func characterCounts(_ bytes: [UInt8]) -> [Int] {
    var counts = [0]
    var count = 0
    for start in stride(from: 0, to: bytes.count, by: blockSize) {
      for byte in bytes[start..<min(start + blockSize, bytes.count)] where byte & 0xC0 != 0x80 {
        count += 1
      }
      counts.append(count)
    }
    return counts
  }

  /// How many characters begin before an offset.
  private func characters(before offset: Int) -> Int {
    let block = offset / SourceText.blockSize
    var count = characterCounts[block]
    for byte in bytes[block * SourceText.blockSize..<offset] where byte & 0xC0 != 0x80 {
      count += 1
    }
    return count
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

  /// The override that an offset lies in, or just behind.
  package func override(at offset: Int) -> Override? {
    override.flatMap { $0.range.start <= offset && offset <= $0.range.end ? $0 : nil }
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
    return (line + 1, 1 + characters(before: end) - characters(before: lineStarts[line]))
  }
}
