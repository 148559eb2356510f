import MTLCatalogue
import MTLSource
import MTLSyntax

/// Labels of losses that take counts.
extension TaskResults {
  /// Whether a label holds numbers from 0 on in the file's units, as far as is known, or a report.
  func holdsCounts(_ target: Target, _ label: Expression, _ call: Call) -> Bool {
    guard let data = checker.dataSet(named: target.data), let column = data.column(target.label),
      let type = column.type
    else { return true }
    if type.isScaled {
      reportScaled(column, data, label, call)
      return false
    }
    guard target.mask == nil,
      let smallest = checker.facts?.dataSets[data.name]?.smallest[column.name], smallest < 0
    else { return true }
    checker.report(
      .negativeLabel,
      "`\(call.name.text)` takes numbers from 0 on, and `\(data.name).\(column.name)` has "
        + ConstantValue.plain(smallest), at: label.range,
      secondary: [(column.range, "declared here")],
      helps: [.init("correct the data, or leave the rows out with `where:`")])
    return false
  }

  private func reportScaled(
    _ column: CheckedColumn, _ data: CheckedData, _ label: Expression, _ call: Call
  ) {
    let written = ": number"
    let end = column.range.end + written.utf8.count
    let isPlain =
      checker.sources.text(SourceRange(column.range.end, end)) == written
      && checker.sources.text(SourceRange(end, end + 1)) != "("
    checker.report(
      .scaledLabel,
      "`\(call.name.text)` takes numbers as they stand in the file, and "
        + "`\(data.name).\(column.name)` is scaled", at: label.range,
      secondary: [(column.range, "declared here")],
      helps: [
        .init(
          "let it stand as it is",
          edits: isPlain ? [.init(SourceRange(end, end), "(scale: none)")] : [])
      ])
  }
}
