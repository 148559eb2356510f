import MTLSource
import MTLSyntax

extension LintedSpec {
  /// Whether a range is of the spec's own text rather than of a file that it imports.
  package func isOwn(_ range: SourceRange) -> Bool { sources.index(of: range.start) == 0 }

  /// An edit that takes a declaration out: its lines, the comments right before it that are about it, and the
  /// blank lines that would stand together then.
  package func removing(_ declaration: Declaration) -> Diagnostic.Edit {
    let source = tree.source
    let range = declaration.range
    var first = source.lineIndex(of: range.start)
    let last = source.lineIndex(of: max(range.end, range.start + 1) - 1)
    let lineEnd = last + 1 < source.lineStarts.count ? source.lineStarts[last + 1] : nil
    let before = source.text(SourceRange(source.lineStarts[first], range.start))
    let behind = source.text(SourceRange(range.end, lineEnd ?? source.bytes.count))
    guard before.allSatisfy({ $0.isWhitespace }),
      behind.allSatisfy({ $0.isWhitespace }) || behind.drop(while: { $0 == " " }).hasPrefix("//")
    else { return Diagnostic.Edit(range, "") }
    while first > 0, isAbout(line(first - 1)) { first -= 1 }
    var end = last + 1
    if first == 0 || isBlank(first - 1) {
      while end < source.lineStarts.count, isBlank(end) { end += 1 }
    }
    if end >= source.lineStarts.count {
      while first > 0, isBlank(first - 1) { first -= 1 }
    }
    let stop = end < source.lineStarts.count ? source.lineStarts[end] : source.bytes.count
    return Diagnostic.Edit(SourceRange(source.lineStarts[first], stop), "")
  }

  /// An edit that takes a comment out, with its line where nothing else stands on it.
  package func removingComment(_ range: SourceRange) -> Diagnostic.Edit {
    let bytes = tree.source.bytes
    var start = range.start
    while start > 0, bytes[start - 1] == 0x20 || bytes[start - 1] == 0x09 { start -= 1 }
    if start == 0 || bytes[start - 1] == 0x0A { return removingLine(of: range) }
    return Diagnostic.Edit(SourceRange(start, range.end), "")
  }

  /// A line without the blanks at its beginning.
  private func line(_ index: Int) -> Substring {
    let source = tree.source
    let end =
      index + 1 < source.lineStarts.count ? source.lineStarts[index + 1] : source.bytes.count
    return source.text(SourceRange(source.lineStarts[index], end)).drop { $0.isWhitespace }
  }

  private func isBlank(_ index: Int) -> Bool { line(index).isEmpty }

  /// Whether a line is a comment about the declaration that follows it.
  private func isAbout(_ line: Substring) -> Bool {
    line.hasPrefix("///")
      || (line.hasPrefix("// mtl: ignore") && !line.hasPrefix("// mtl: ignore-file"))
  }
}
