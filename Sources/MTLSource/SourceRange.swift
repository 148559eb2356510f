/// A half-open range of UTF-8 offsets in one source text.
package struct SourceRange: Hashable, Sendable {
  /// The offset of the first byte.
  package let start: Int

  /// The offset just after the last byte; equal to `start` for an insertion point.
  package let end: Int

  /// Creates the range `start ..< end`; an `end` before `start` counts as `start`.
  package init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = max(start, end)
  }

  /// The smallest range that holds both ranges.
  package func union(_ other: SourceRange) -> SourceRange {
    SourceRange(min(start, other.start), max(end, other.end))
  }

  /// The number of bytes.
  package var length: Int { end - start }

  /// The empty range at the end of this one.
  package var after: SourceRange { SourceRange(end, end) }
}
