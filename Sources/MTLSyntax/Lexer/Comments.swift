import MTLSource

/// The comments that stand before a token.
enum Comments {
  /// The lines of `///` comments before a token, without the slashes and one blank behind them.
  static func documentation(before token: Token, in source: SourceText) -> [String] {
    guard token.trivia.length >= 3 else { return [] }
    return ranges(in: token.trivia, of: source).compactMap { range in
      let bytes = source.bytes[range.start..<range.end]
      guard bytes.starts(with: [0x2F, 0x2F, 0x2F]) else { return nil }
      let hasBlank = range.length > 3 && bytes[range.start + 3] == 0x20
      return source.text(SourceRange(range.start + (hasBlank ? 4 : 3), range.end))
    }
  }

  /// Where the comments in trivia stand, from their slashes to their lines' ends.
  static func ranges(in trivia: SourceRange, of source: SourceText) -> [SourceRange] {
    var ranges: [SourceRange] = []
    addRanges(in: trivia, of: source, to: &ranges)
    return ranges
  }

  /// Adds where the comments in trivia stand.
  static func addRanges(
    in trivia: SourceRange, of source: SourceText, to ranges: inout [SourceRange]
  ) {
    let bytes = source.bytes
    var offset = trivia.start
    while offset + 1 < trivia.end {
      guard bytes[offset] == 0x2F, bytes[offset + 1] == 0x2F else {
        offset += 1
        continue
      }
      let start = offset
      while offset < trivia.end, bytes[offset] != 0x0A { offset += 1 }
      ranges.append(SourceRange(start, trimmed(bytes, start, offset)))
    }
  }

  /// The end of a line without the blanks at it.
  private static func trimmed(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int {
    var end = end
    while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 || bytes[end - 1] == 0x0D {
      end -= 1
    }
    return end
  }
}
