import MTLCatalogue
import MTLGraph
import MTLSource
import MTLSyntax

extension Checker {
  /// Checks an `input`: its sources have one type, and its rows are those of all of them.
  func checkInput(_ declaration: BodyDeclaration) {
    let errors = errorCount
    reportRepeatedInputs(declaration.inputs)
    let sources = declaration.inputs.compactMap { resolveInput($0) }
    let values = sources.compactMap { assembly.value(of: $0.reference) }
    guard errorCount == errors, values.count == declaration.inputs.count,
      let value = joined(values, sources, of: declaration)
    else {
      poisoned.insert(declaration.name.text)
      return
    }
    assembly.define(declaration.name.text, as: value)
    joinedInputs[declaration.name.text] = sources.compactMap { source in
      if case .declaration(let name, _) = source.reference { name } else { nil }
    }
    if sources.contains(where: { viewed.contains($0.name) }) {
      viewed.insert(declaration.name.text)
    }
    notePending("rows of several data sets", at: declaration.name.range)
  }

  /// The value that several sources feed, or `nil` after a report.
  private func joined(
    _ values: [BodyValue], _ sources: [CheckedInput], of declaration: BodyDeclaration
  ) -> BodyValue? {
    guard !values.isEmpty else { return nil }
    let sets = values.map { dataSets(of: $0) }
    var seen: [String: SourceRange] = [:]
    for (set, source) in zip(sets, sources) {
      for name in set {
        if let first = seen[name] {
          reportSameRows(name, source, first: first)
          return nil
        }
        seen[name] = source.range
      }
    }
    let rows = RowSpace(dataSets.count + joinedRows.count)
    joinedRows[rows] = sets.flatMap { $0 }
    for place in values.indices.dropFirst() {
      guard agree(values[0], values[place], sources[0], sources[place]) else { return nil }
    }
    switch values[0] {
    case .record:
      let parts = values.flatMap { value -> [ColumnRecord.Source] in
        if case .record(let record) = value { record.sources } else { [] }
      }
      return .record(ColumnRecord(name: declaration.name.text, sources: parts, rows: rows))
    case .tokens(let tokens, let vocabulary):
      return .tokens(join(tokens, rows, at: declaration.name.range), vocabulary: vocabulary)
    case .tensor(let tensor, let isProbability):
      return .tensor(join(tensor, rows, at: declaration.name.range), isProbability: isProbability)
    }
  }

  /// The value of the joined rows; its dimensions come from where those of the first source do.
  private func join(_ value: Value, _ rows: RowSpace, at range: SourceRange) -> Value {
    let dims = assembly.builder.graph.type(of: value).dims
    let joined = assembly.builder.pending(TensorType(rows: rows, dims: dims))
    assembly.origins.record(
      joined, dims: dims, of: range, setsLastAxis: false, from: (value, dims))
    return joined
  }

  /// The data sets whose rows a value is made of.
  private func dataSets(of value: BodyValue) -> [String] {
    switch value {
    case .record(let record): record.sources.map { $0.data }
    case .tensor(let tensor, _), .tokens(let tensor, _):
      assembly.builder.graph.type(of: tensor).rows.map { dataSets(ofRows: $0) } ?? []
    }
  }

  /// The data sets whose rows a row space has.
  func dataSets(ofRows rows: RowSpace) -> [String] {
    joinedRows[rows] ?? dataSets.filter { $0.rows == rows }.map { $0.name }
  }

  private func reportSameRows(_ data: String, _ source: CheckedInput, first: SourceRange) {
    report(
      .inputSources, "an `input` joins rows of different data sets, and both are of `\(data)`",
      at: source.range, secondary: [(first, "rows of `\(data)` too")],
      helps: [.init("to join values of the same rows, name both in a header and `concat` them")])
  }

  /// Whether two sources have one type, or a report.
  private func agree(
    _ first: BodyValue, _ other: BodyValue, _ firstSource: CheckedInput, _ source: CheckedInput
  ) -> Bool {
    if case .record(let record) = first, case .record(let second) = other {
      return agree(record, second, firstSource, source)
    }
    if assembly.describe(first) == assembly.describe(other) { return true }
    report(
      .inputSources,
      "the sources of an `input` have one type, and these are \(assembly.phrase(first)) and "
        + assembly.phrase(other), at: source.range,
      label: assembly.phrase(other), secondary: [(firstSource.range, assembly.phrase(first))],
      helps: [.init("let both end with a step of equal width, such as `dense(64)`")])
    return false
  }

  /// Whether two records have equal column names and types, or a report.
  private func agree(
    _ first: ColumnRecord, _ other: ColumnRecord, _ firstSource: CheckedInput,
    _ source: CheckedInput
  ) -> Bool {
    let lacking =
      first.columns.first { !other.columns.contains($0) }.map { ($0, source, firstSource) }
      ?? other.columns.first { !first.columns.contains($0) }.map { ($0, firstSource, source) }
    if let (column, without, with) = lacking {
      report(
        .inputSources, "`\(without.name)` has no column `\(column)`, and `\(with.name)` has one",
        at: without.range, secondary: [(with.range, "has `\(column)`")],
        helps: [.init("declare the common columns once, in a `columns` set, and read that")])
      return false
    }
    for name in first.columns {
      guard let former = first.sources.first.flatMap({ column(name, of: $0.data) }),
        let latter = other.sources.first.flatMap({ column(name, of: $0.data) }),
        former.cell != latter.cell
      else { continue }
      report(
        .inputSources, "the column `\(name)` is not of one type in both sources", at: source.range,
        secondary: [
          (former.range, "\(former.cell.description)"),
          (latter.range, "\(latter.cell.description)"),
        ], helps: [.init("give both one type")])
      return false
    }
    return true
  }

  private func column(_ name: String, of data: String) -> CheckedColumn? {
    dataSet(named: data)?.column(name)
  }
}
