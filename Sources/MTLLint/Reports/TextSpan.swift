import MTLSource

/// Where a range begins and ends, in lines and columns that count from one; the end is exclusive.
struct TextSpan {
  let line: Int
  let column: Int
  let endLine: Int
  let endColumn: Int

  var isOnOneLine: Bool { line == endLine }

  /// The span of a range, its columns in Unicode scalars.
  init(_ source: SourceText, _ range: SourceRange) {
    (line, column) = source.position(of: range.start)
    (endLine, endColumn) = source.position(of: range.end)
  }

  /// The span of a range, its columns in bytes.
  init(bytesOf source: SourceText, _ range: SourceRange) {
    func place(_ offset: Int) -> (Int, Int) {
      let line = source.lineIndex(of: offset)
      return (line + 1, 1 + min(max(offset, 0), source.bytes.count) - source.lineStarts[line])
    }
    (line, column) = place(range.start)
    (endLine, endColumn) = place(range.end)
  }

  /// The span of what a diagnostic is about.
  init(_ label: Diagnostic.Label) { self.init(label.source, label.range) }

  /// The span without the line end at its end, for viewers that mark whole lines.
  init(visible label: Diagnostic.Label) {
    let bytes = label.source.bytes
    let start = min(label.range.start, bytes.count)
    var end = min(label.range.end, bytes.count)
    while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    self.init(label.source, SourceRange(start, end))
  }
}
