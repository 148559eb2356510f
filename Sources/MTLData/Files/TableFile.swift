import MTLCatalogue
import MTLFormats
import MTLSemantics
import MTLSource

/// A table of text whose columns are matched with the declared ones.
struct TableFile {
  /// What the spec says about the file.
  struct Layout {
    let path: String
    let hasHeader: Bool
    let missing: [String]
    /// Whether the user gave the path, so that it may lead anywhere.
    let isGiven: Bool
    /// Whether columns that no feature needs may be absent.
    let labelsAreOptional: Bool
  }

  let table: CSVTable
  let digest: String
  /// The declared columns and their places in the file.
  let columns: [(declared: CheckedColumn, place: Int)]
  /// Declared columns that the file may lack and does lack.
  let absent: [CheckedColumn]

  /// The largest file, compressed or not.
  private static let sizeLimit = 16 << 30

  /// Opens the file and finds the declared columns in it.
  static func open(
    _ layout: Layout, report: DataReport, location: DataLocation
  ) throws(DataFault) -> TableFile {
    let (table, digest, shown) = try read(layout, report: report, location: location)
    if table.columnCount == 0 { throw DataFault(report.noRows(shown)) }
    let match = try ColumnMatch.find(table, layout: layout, report: report)
    if table.rowCount == 0 { throw DataFault(report.noRows(shown)) }
    if report.data.isTooLarge(rows: table.rowCount) {
      throw DataFault(
        report.tooLarge(
          rows: table.rowCount, columns: report.data.valuesPerRow, limit: CheckedData.valueLimit,
          code: .fileUnreadable))
    }
    return TableFile(table: table, digest: digest, columns: match.columns, absent: match.absent)
  }

  /// The file's table, its digest and the name to say.
  static func read(
    _ layout: Layout, report: DataReport, location: DataLocation
  ) throws(DataFault) -> (table: CSVTable, digest: String, shown: String) {
    let (real, shown) = try report.find(
      layout.path, isGiven: layout.isGiven, location: location)
    do throws(FormatError) {
      let bytes = try FileBytes.read(real, limit: sizeLimit)
      let isCompressed = shown.utf8.suffix(3).elementsEqual(".gz".utf8)
      let table = try CSVReader.read(
        isCompressed ? Gzip.decompress(bytes, name: shown, limit: sizeLimit) : bytes, name: shown,
        options: CSVOptions(hasHeader: layout.hasHeader, sizeLimit: sizeLimit))
      return (table, SHA256.hexDigest(of: bytes), shown)
    } catch {
      throw DataFault(report.unreadable(error.renamed(real, shown)))
    }
  }
}

extension FormatError {
  /// The same error under the name that the user knows the file by.
  func renamed(_ old: String, _ new: String) -> FormatError {
    guard file == old else { return self }
    guard let line else { return FormatError(new, message, offset: offset) }
    return FormatError(new, message, line: line, column: column)
  }
}
