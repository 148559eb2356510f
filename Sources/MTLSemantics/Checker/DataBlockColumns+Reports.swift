import MTLCatalogue
import MTLSource
import MTLSyntax

/// Reports on names of a data block that do not count, and on features that give labels away.
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

  /// Reports features that are made from a label, by themselves or through other columns.
  func reportLeaks(_ columns: [CheckedColumn]) {
    let byName = Dictionary(columns.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for feature in columns where feature.role == .feature {
      var seen: Set<String> = [feature.name]
      var queue = feature.source.columns
      while let name = queue.popLast() {
        guard seen.insert(name).inserted, let column = byName[name] else { continue }
        if column.role == .label {
          reportLeak(feature, from: column)
          break
        }
        queue += column.source.columns
      }
    }
  }

  private func reportLeak(_ feature: CheckedColumn, from label: CheckedColumn) {
    checker.report(
      .wrongReference, "the feature `\(feature.name)` is made from the label `\(label.name)`",
      at: feature.range, secondary: [(label.range, "the label")],
      notes: ["a model that reads its label learns nothing else"],
      helps: [.init("declare it as `label` or `column`, or make it of other columns")])
  }
}

extension CheckedColumn.Source {
  /// The columns of the block that a value is made of.
  fileprivate var columns: [String] {
    switch self {
    case .file: []
    case .columns(let names): names
    case .expression(let expression): Array(expression.columns)
    }
  }
}
