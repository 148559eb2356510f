import MTLCatalogue
import MTLSource
import MTLSyntax

/// Reports on lines of a data block that lack a type, or do not count.
extension DataBlockColumns {
  /// Reports columns without a type, which stands behind `=` perhaps.
  func reportUntyped(_ line: Line) {
    checker.report(
      .untypedColumn, "the \(line.role.rawValue) `\(line.name)` has no type", at: line.range,
      notes: ["only a `column` without an expression may lack a type; it is text as it stands"],
      helps: [
        typeAsValueHelp(line)
          ?? .init(
            "add one, such as `: number`, `: flag` or `: category`",
            edits: [
              .init(
                SourceRange(line.namesEnd, line.namesEnd),
                line.value?.isYesOrNo ?? false ? ": flag" : ": number")
            ])
      ])
  }

  /// `label digit = category(10)` has its type, behind the wrong sign.
  private func typeAsValueHelp(_ line: Line) -> Diagnostic.Help? {
    guard let value = line.value, let name = value.call?.name,
      Registry.columnTypes.contains(where: { $0.name == name.text }), places[name.text] == nil
    else { return nil }
    let gap = SourceRange(line.namesEnd, value.range.start)
    return .init("a type stands behind `:`", edits: [.init(gap, ": ")])
  }

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

extension DataBlockColumns.Line {
  /// Whether it is a column of the file that is text as it stands.
  var needsNoType: Bool { type == nil && role == .column && value == nil }
}
