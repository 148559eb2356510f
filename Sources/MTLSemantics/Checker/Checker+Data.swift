import MTLCatalogue
import MTLGraph
import MTLSource
import MTLSyntax

extension Checker {
  /// Checks the data blocks.
  func checkDataSets() {
    for case .data(let data) in tree.declarations.map({ $0.kind }) {
      guard !dataSets.contains(where: { $0.name == data.name.text }) else { continue }
      let errors = diagnostics.count { $0.severity == .error }
      let checked = check(data)
      if let checked { dataSets.append(checked) }
      if checked == nil || diagnostics.count(where: { $0.severity == .error }) > errors {
        poisoned.insert(data.name.text)
      }
    }
    for data in dataSets { assembly.add(data) }
  }

  private func check(_ data: Declaration.Data) -> CheckedData? {
    var columns = DataBlockColumns(checker: self, data: data)
    columns.collect()
    let names = columns.lines.map { $0.name }
    let origin = origin(of: data)
    let (split, splitRange) = split(of: data, columns: names)
    guard let origin, let split else { return nil }
    let rows = RowSpace(dataSets.count)
    return CheckedData(
      name: data.name.text, origin: origin, range: data.source.range,
      columns: columns.check(), split: split, splitRange: splitRange, rows: rows)
  }

  private func origin(of data: Declaration.Data) -> RowOrigin? {
    guard
      let type = entry(
        data.source.name, among: Registry.sources, kind: "data source", plural: "data sources"),
      let arguments = bind(data.source, to: type.parameters)
    else { return nil }
    return type.init(arguments).origin
  }

  private func split(
    of data: Declaration.Data, columns: [String]
  ) -> ((any SplitRule)?, SourceRange) {
    var calls: [(Call, SourceRange)] = []
    for line in data.lines {
      if case .split(let call) = line.kind { calls.append((call, line.keyword)) }
    }
    if calls.count > 1 {
      report(
        .repeatedLine, "`split` stands twice in `\(data.name.text)`", at: calls[1].1,
        secondary: [(calls[0].1, "first here")])
    }
    guard let (call, _) = calls.first else {
      let type = Registry.defaultSplit
      return (type.init(Arguments(defaultsOf: type.parameters)), data.name.range)
    }
    guard
      let type = entry(call.name, among: Registry.splits, kind: "split", plural: "splits"),
      let arguments = bind(call, to: type.parameters, columns: columns)
    else { return (nil, call.range) }
    checkShares(arguments, call)
    return (type.init(arguments), call.range)
  }

  /// What is held out has to leave something to train.
  private func checkShares(_ arguments: Arguments, _ call: Call) {
    let held = ["validation", "test"].reduce(0.0) { $0 + arguments.number($1) }
    guard held >= 1 else { return }
    report(
      .splitShares, "the split holds out \(ConstantValue.share(held)) of the rows, so none trains",
      at: call.range, notes: ["a split names what is held out; all other rows train"],
      helps: [.init("hold out less, such as `random(validation: 10%, test: 10%)`")])
  }

  /// The value of a column, its classes known where the data have been read.
  func valueType(of column: CheckedColumn, in data: String, _ type: any ColumnType) -> ValueType {
    assembly.valueType(of: column, in: data, type)
  }

  /// The data set and the column that a path names, or a report.
  func resolveColumn(_ path: Path) -> (data: CheckedData, column: CheckedColumn)? {
    let first = path.names[0]
    guard let data = dataSets.first(where: { $0.name == first.text }) else {
      if !poisoned.contains(first.text) { reportNoDataSet(first) }
      return nil
    }
    guard path.names.count == 2 else {
      report(
        .wrongReference,
        "a column is wanted here, such as `\(first.text).\(data.columns.first?.name ?? "label")`",
        at: path.range)
      return nil
    }
    let name = path.names[1]
    if let column = data.columns.first(where: { $0.name == name.text && $0.role != .computed }) {
      return (data, column)
    }
    guard !poisoned.contains(first.text) else { return nil }
    let columns = data.columns.filter { $0.role != .computed }.map { $0.name }
    report(
      .undeclaredColumn, "`\(first.text)` declares no column `\(name.text)`", at: name.range,
      secondary: [(declared[first.text]?.range ?? data.range, "the data set")],
      helps: nameHelps(for: name, among: columns, plural: "its columns"))
    return nil
  }

  private func reportNoDataSet(_ name: Name) {
    if let other = declared[name.text] {
      guard other.kind != .data else { return }
      report(
        .wrongReference, "`\(name.text)` is \(other.kind.description), not a data set",
        at: name.range, secondary: [(other.range, "declared here")])
    } else {
      report(
        .unknownName, "there is no data set `\(name.text)`", at: name.range,
        helps: nameHelps(for: name, among: names(of: .data), plural: "the data sets"))
    }
  }
}
