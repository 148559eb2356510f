import MTLCatalogue
import MTLFormats
import MTLSemantics
import MTLSource

/// Reads the rows that a data declaration speaks of.
package enum DataReader {
  /// Reads one data set.
  ///
  /// - Parameters:
  ///   - data: The checked declaration.
  ///   - sources: The texts that its ranges refer to.
  ///   - location: Where its paths are looked up.
  ///   - facts: What an earlier reading learnt; with it nothing is learnt anew.
  ///   - path: A file of the user's choice in place of the spec's, from the working folder; it may lie
  ///     anywhere. With `facts` all its rows are test rows.
  ///   - labelsAreOptional: Whether the file may lack columns that no feature needs; these are
  ///     missing then.
  /// - Returns: The table, or `nil` and what is wrong.
  package static func read(
    _ data: CheckedData, sources: SourceMap, location: DataLocation, facts: DataSetFacts? = nil,
    path: String? = nil, labelsAreOptional: Bool = false
  ) -> (table: DataTable?, diagnostics: [Diagnostic]) {
    let report = DataReport(data: data, sources: sources)
    do throws(DataFault) {
      var rows = try load(
        report, location: location, path: path, labelsAreOptional: labelsAreOptional)
      try ComputedColumns.fill(&rows, report: report)
      let isNewFile = facts != nil && path != nil
      let parts = isNewFile ? Parts(allTest: rows) : Parts(rows, dividedBy: data.split)
      if facts == nil, parts.train.isEmpty {
        throw DataFault(report.noTrainingRows(rowCount: rows.rowCount))
      }
      let found = Fitting.facts(of: rows, data: data, parts: parts, known: facts)
      if facts == nil { try Fitting.checkLabels(found, report: report) }
      let notes = Fitting.notes(on: rows, data: data, parts: parts, facts: found)
      return (DataTable(data: data, rows: rows, parts: parts.rows, facts: found, notes: notes), [])
    } catch {
      return (nil, error.diagnostics)
    }
  }

  /// The names of the columns of a data set's file; `nil` and what is wrong where it cannot be read.
  package static func header(
    of data: CheckedData, sources: SourceMap, location: DataLocation
  ) -> (names: [String]?, diagnostics: [Diagnostic]) {
    guard case .table(let path, true, let missing) = data.origin else { return ([], []) }
    let layout = TableFile.Layout(
      path: path, hasHeader: true, missing: missing, isGiven: false, labelsAreOptional: true)
    do throws(DataFault) {
      let report = DataReport(data: data, sources: sources)
      return (try TableFile.read(layout, report: report, location: location).table.header, [])
    } catch {
      return (nil, error.diagnostics)
    }
  }

  /// Reads or makes up the columns that are not computed.
  private static func load(
    _ report: DataReport, location: DataLocation, path: String?, labelsAreOptional: Bool
  ) throws(DataFault) -> LoadedRows {
    let layout: TableFile.Layout
    switch report.data.origin {
    case .pending: throw DataFault(report.notYetReadable)
    case .generated(let rows, let seed, let problem):
      guard let path else {
        return try GeneratedRows.make(
          rows: rows, seed: seed, problem: problem, report: report)
      }
      layout = TableFile.Layout(
        path: path, hasHeader: true, missing: [], isGiven: true,
        labelsAreOptional: labelsAreOptional)
    case .sentences(let files):
      return try SentenceReading(report: report, location: location).read(files, given: path)
    case .table(let ownPath, let hasHeader, let missing):
      layout = TableFile.Layout(
        path: path ?? ownPath, hasHeader: hasHeader, missing: missing, isGiven: path != nil,
        labelsAreOptional: labelsAreOptional)
    }
    let file = try TableFile.open(layout, report: report, location: location)
    return try TableReading.read(file, missing: layout.missing, report: report)
  }
}
