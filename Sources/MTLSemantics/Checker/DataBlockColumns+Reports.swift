import MTLCatalogue
import MTLSource
import MTLSyntax

/// Reports on names of a data block that do not count.
extension DataBlockColumns {
  /// Reports names that do not count; they are swapped where they count the other way.
  func reportSpan(_ span: DataLine.Span) {
    guard let first = span.first, let last = span.last else { return }
    if ColumnSpan.isTooLong(from: first.text, to: last.text) { return reportTooMany(span) }
    let isReversed = ColumnSpan.names(from: last.text, to: first.text) != nil
    let swapped = "\(checker.spelled(last.text))..\(checker.spelled(first.text))"
    checker.report(
      .badColumnSpan, "`\(first.text)..\(last.text)` does not count through names",
      at: span.range,
      notes: ["both names have one stem and end in whole numbers, the first not above the last"],
      helps: [
        isReversed
          ? .init("count upwards", edits: [.init(span.range, swapped)])
          : .init("write it as in `x1..x28`, or list the names with commas")
      ])
  }
}
