import MTLData
import MTLSemantics
import MTLSource

/// Reads the data sets of a checked model, one after another.
struct DataSetReader {
  let program: Program
  let options: RunOptions
  let specFolder: String
  /// What an earlier reading learnt; with it nothing is learnt anew.
  let known: DataFacts?

  private var location: DataLocation {
    DataLocation(
      specDirectory: specFolder, dataRoot: options.dataRoot, allowsOutside: options.allowsOutside)
  }

  /// The tables of all data sets with what was learnt of them.
  ///
  /// - Parameter findings: What checking has found, to stand before what reading finds.
  func read(
    _ model: CheckedModel, findings: [Diagnostic]
  ) throws(Failure) -> (tables: [DataTable], facts: DataFacts) {
    let (expanded, headers) = try withHeaders(model, findings: findings)
    var tables: [DataTable] = []
    var facts = DataFacts()
    var problems: [Diagnostic] = []
    for data in expanded.dataSets {
      let (table, found) = read(data)
      problems += found
      guard let table else { continue }
      tables.append(table)
    }
    guard tables.count == expanded.dataSets.count else { throw Failure(findings + problems) }
    if known == nil { tables = DataTable.fittedTogether(tables, for: expanded.joins) }
    for table in tables {
      facts.dataSets[table.name] = table.facts.with(header: headers[table.name] ?? [])
    }
    return (tables, facts)
  }

  /// What can be learnt of the data sets that can be read, and what is wrong with their files.
  ///
  /// - Parameter visit: Is given each table that has been read.
  func inspect(
    _ model: CheckedModel, visit: (DataTable) -> Void = { _ in }
  ) -> (facts: DataFacts, problems: [Diagnostic]) {
    var facts = DataFacts()
    var problems: [Diagnostic] = []
    for data in model.dataSets where data.isReadable {
      let header = data.openColumns == nil ? nil : header(of: data, problems: &problems)
      if let header { facts.dataSets[data.name] = DataSetFacts(header: header) }
    }
    let expanded = facts.dataSets.isEmpty ? model : Checker.check(program, facts: facts).model
    for data in expanded?.dataSets ?? [] where data.isReadable && data.openColumns == nil {
      let (table, found) = read(data)
      problems += found
      guard let table else { continue }
      visit(table)
      let header = facts.dataSets[data.name]?.header ?? []
      facts.dataSets[data.name] = table.facts.with(header: header)
    }
    return (facts, problems)
  }

  private func read(_ data: CheckedData) -> (DataTable?, [Diagnostic]) {
    DataReader.read(
      data, sources: program.sources, location: location, facts: known?.dataSets[data.name])
  }

  private func header(of data: CheckedData, problems: inout [Diagnostic]) -> [String]? {
    let (names, found) = DataReader.header(
      of: data, sources: program.sources, location: location)
    problems += found
    return names
  }

  /// The model with each `*` as the header of its file has it, and these headers.
  private func withHeaders(
    _ model: CheckedModel, findings: [Diagnostic]
  ) throws(Failure) -> (model: CheckedModel, headers: [String: [String]]) {
    var facts = known ?? DataFacts()
    var headers = facts.dataSets.mapValues { $0.header }
    var problems: [Diagnostic] = []
    for data in model.dataSets where data.openColumns != nil {
      guard let header = header(of: data, problems: &problems) else {
        throw Failure(findings + problems)
      }
      headers[data.name] = header
      facts.dataSets[data.name] = DataSetFacts(header: header)
    }
    guard model.dataSets.contains(where: { $0.openColumns != nil }) else { return (model, headers) }
    let result = Checker.check(program, facts: facts)
    guard let expanded = result.model else { throw Failure(result.diagnostics) }
    return (expanded, headers)
  }
}
