import MTLCatalogue
import MTLGraph
import MTLSource
import MTLSyntax

extension Checker {
  /// Checks the data blocks.
  func checkDataSets() {
    for case .data(let data) in program.declarations.map({ $0.kind }) {
      guard dataSetPlaces[data.name.text] == nil else { continue }
      let checked = check(data)
      dataSetPlaces[data.name.text] = dataSets.count
      dataSets.append(checked)
    }
    for data in dataSets { assembly.add(data) }
    reportUnusedSets()
  }

  /// The data set of a name.
  func dataSet(named name: String) -> CheckedData? { dataSetPlaces[name].map { dataSets[$0] } }

  /// The checked block; where a column of it has an error and is left out, its name is poisoned.
  private func check(_ data: Declaration.Data) -> CheckedData {
    let (lines, isComplete) = lines(of: data)
    let source = source(of: data)
    var columns = DataBlockColumns(
      checker: self, data: data, source: source.map { type(of: $0) },
      header: facts?.dataSets[data.name.text]?.header
        ?? (source?.origin.hasHeader == true ? nil : []))
    columns.collect(lines)
    let (split, splitRange) = split(of: data, lines: lines, columns: columns.lines.map { $0.name })
    let checked = columns.check()
    if checked.count < columns.lines.count || columns.isIncomplete || !isComplete {
      poisoned.insert(data.name.text)
    }
    return CheckedData(
      name: data.name.text, origin: source?.origin ?? .generated(rows: 0, seed: 0),
      folder: program.folder(of: data.name.range), range: data.source.range, columns: checked,
      split: split ?? Checker.anySplit, splitRange: splitRange, rows: RowSpace(dataSets.count),
      columnSets: columns.featuresOfSets, openColumns: columns.openColumns)
  }

  /// A split that stands in for one that is wrong, so that the rest can be checked.
  private static var anySplit: any SplitRule {
    Registry.defaultSplit.init(Arguments(defaultsOf: Registry.defaultSplit.parameters))
  }

  private func source(of data: Declaration.Data) -> (any DataSource)? {
    guard
      let type = entry(
        data.source.name, among: Registry.sources, kind: "data source", plural: "data sources"),
      let arguments = bind(data.source, to: type)
    else { return nil }
    let source = type.init(arguments)
    noteEntry(source, at: data.source.name)
    return source
  }

  private func split(
    of data: Declaration.Data, lines: [SetLine], columns: [String]
  ) -> ((any SplitRule)?, SourceRange) {
    var calls: [(Call, SourceRange)] = []
    for line in lines {
      if case .split(let call) = line.line.kind { calls.append((call, line.line.keyword)) }
    }
    if calls.count > 1 {
      report(
        .repeatedLine, "`split` stands twice in `\(data.name.text)`", at: calls[1].1,
        secondary: [(calls[0].1, "first here")], helps: [.init("keep one of the two")])
    }
    guard let (call, _) = calls.first else {
      return (Checker.anySplit, data.name.range)
    }
    guard
      let type = entry(call.name, among: Registry.splits, kind: "split", plural: "splits"),
      let arguments = bind(call, to: type, columns: columns)
    else { return (nil, call.range) }
    checkShares(arguments, call)
    let split = type.init(arguments)
    noteEntry(split, at: call.name)
    return (split, call.range)
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
    if path.names.count == 1, let column = member?.columns[first.text] {
      return resolveColumn(column)
    }
    guard let data = dataSet(named: first.text) else {
      if !poisoned.contains(first.text) { reportNoDataSet(path) }
      return nil
    }
    guard path.names.count == 2 else {
      report(
        .wrongReference,
        path.names.count == 1
          ? "`\(path.text)` is a whole data set, and a column is wanted here"
          : "`\(path.text)` is no column, and one is wanted here", at: path.range,
        helps: [.init("write one of its columns, such as `\(example(of: data))`")])
      return nil
    }
    let name = path.names[1]
    if let column = data.columns.first(where: { $0.name == name.text && $0.role != .computed }) {
      return (data, column)
    }
    if let open = data.openColumns { return (data, open.column(name.text)) }
    guard !poisoned.contains(first.text), !reportVariable(path) else { return nil }
    var columns = data.columns.filter { $0.role != .computed }.map { $0.name }
    if columns.count > 12, NearName.best(for: name.text, among: columns) == nil {
      columns = data.columns.filter { $0.role == .feature || $0.role == .label }.map { $0.name }
    }
    report(
      .undeclaredColumn, "`\(first.text)` declares no column `\(name.text)`", at: name.range,
      secondary: [(declared[first.text]?.range ?? data.range, "the data set")],
      helps: nameHelps(
        for: name, among: columns + ["features", "labels"], plural: "its columns"))
    return nil
  }

  /// Reports the variable of a family that is written like a column; answers whether it was one.
  private func reportVariable(_ path: Path) -> Bool {
    let name = path.names[1].text
    guard member?.columns[name] != nil else { return false }
    report(
      .undeclaredColumn, "`\(name)` is the variable of the family, and stands for a whole column",
      at: path.range,
      helps: [.init("write it without its data set", edits: [.init(path.range, spelled(name))])])
    return true
  }

  /// A column as it is written, a label if there is one.
  private func example(of data: CheckedData) -> String {
    let column = data.columns.first { $0.role == .label } ?? data.columns.first
    return "\(spelled(data.name)).\(spelled(column?.name ?? "label"))"
  }

  private func reportNoDataSet(_ path: Path) {
    let name = path.names[0]
    if path.names.count == 1, let owner = owner(ofColumn: name.text) {
      reportBareColumn(name, of: owner)
    } else if let other = declared[name.text], other.kind != .data {
      report(
        .wrongReference, "`\(name.text)` is \(other.kind.description), not a data set",
        at: name.range, secondary: [(other.range, "declared here")],
        helps: dataSets.count == 1
          ? [.init("the columns are those of `\(dataSets[0].name)`")] : [])
    } else {
      report(
        .unknownName, "there is no data set `\(name.text)`", at: name.range,
        helps: importHelp(for: name).map { [$0] }
          ?? nameHelps(for: name, among: names(of: .data), plural: "the data sets"))
      poisoned.insert(name.text)
    }
  }

  /// The data set that has a column of a name, where one alone has.
  func owner(ofColumn name: String) -> CheckedData? {
    let owners = dataSets.filter { data in data.column(name).map { $0.role != .computed } ?? false }
    return owners.count == 1 ? owners[0] : nil
  }

  /// A column that is written without its data set.
  func reportBareColumn(_ name: Name, of data: CheckedData) {
    let written = "\(spelled(data.name)).\(spelled(name.text))"
    report(
      .unknownName, "a column is written with its data set, and `\(name.text)` is not",
      at: name.range,
      secondary: data.column(name.text).map { [($0.range, "the column of `\(data.name)`")] } ?? [],
      helps: [.init("write `\(written)`", edits: [.init(name.range, written)])])
  }
}
