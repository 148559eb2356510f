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
      join(values, sources, of: declaration)
    else {
      poisoned.insert(declaration.name.text)
      return
    }
    joinedInputs[declaration.name.text] = sources.compactMap { source in
      if case .declaration(let name, _) = source.reference { name } else { nil }
    }
    if sources.contains(where: { viewed.contains($0.name) }) {
      viewed.insert(declaration.name.text)
      notePending("inputs that join views of tasks", at: declaration.name.range)
    }
  }

  /// Builds the value that several sources feed; answers whether they go together, else they are reported.
  private func join(
    _ values: [BodyValue], _ sources: [CheckedInput], of declaration: BodyDeclaration
  ) -> Bool {
    guard !values.isEmpty else { return false }
    let sets = values.map { dataSets(of: $0) }
    var seen: [String: SourceRange] = [:]
    for (set, source) in zip(sets, sources) {
      for name in set {
        if let first = seen[name] {
          reportSameRows(name, source, first: first)
          return false
        }
        seen[name] = source.range
      }
    }
    for place in values.indices.dropFirst() {
      guard agree(values[0], values[place], sources[0], sources[place]) else { return false }
    }
    let rows = RowSpace(dataSets.count + joinedRows.count)
    joinedRows[rows] = sets.flatMap { $0 }
    let name = declaration.name.text
    guard let value = try? assembly.join(name, sources, rows: rows),
      let joined = assembly.rowJoin(of: rows)
    else { return false }
    joins.append(
      CheckedJoin(name: name, sources: sources, joined: joined, columns: columns(values, sources)))
    bodyOrder.append(name)
    recordOrigins(of: value, from: values[0], at: declaration.name.range)
    return true
  }

  /// The columns that the sources read as they are, each with its data set.
  private func columns(_ values: [BodyValue], _ sources: [CheckedInput]) -> [ColumnRecord.Source] {
    zip(values, sources).flatMap { value, source -> [ColumnRecord.Source] in
      if case .record(let record) = value { return record.sources }
      guard case .column(let data, let column) = source.reference else { return [] }
      return [ColumnRecord.Source(data: data, columns: [column])]
    }
  }

  /// The dimensions of a joined value come from where those of the first source do.
  private func recordOrigins(of value: BodyValue, from first: BodyValue, at range: SourceRange) {
    guard case .tensor(let joined, _) = value, case .tensor(let tensor, _) = first else { return }
    assembly.origins.record(joined, of: range, setsLastAxis: false, from: tensor)
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
