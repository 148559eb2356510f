import MTLCatalogue
import MTLSemantics

/// The rows of a data set while it is being read.
struct LoadedRows {
  let rowCount: Int
  /// The columns that the file has or that were made up, later the computed ones too.
  var columns: [String: ColumnValues]
  /// A hash of each row's cells.
  let contents: [UInt64]
  /// The digest of the file's bytes.
  let digest: String
  /// Where a row stands, such as `people.csv:3`.
  let place: @Sendable (Int) -> String
  /// The part of each row, where files of their own say it.
  var division: [Split]?
}

extension CheckedData {
  /// The largest number of values of a data set.
  static let valueLimit = 1 << 32

  /// How many values a row has, the elements of tensors counted one by one.
  var valuesPerRow: Int {
    columns.reduce(0) { sum, column in
      let (total, overflow) = sum.addingReportingOverflow(column.type?.elementCount ?? 1)
      return overflow ? Int.max : total
    }
  }

  /// Whether a number of rows is more than a data set can hold.
  func isTooLarge(rows: Int) -> Bool {
    let (count, overflow) = rows.multipliedReportingOverflow(by: max(valuesPerRow, 1))
    return overflow || count > CheckedData.valueLimit || rows > Int(Int32.max)
  }

  /// The columns that features need: themselves and what they are made of.
  var columnsOfFeatures: Set<String> {
    var needed: Set<String> = []
    var open = columns.filter { $0.role == .feature }.map(\.name)
    let byName = Dictionary(columns.map { ($0.name, $0) }) { first, _ in first }
    while let name = open.popLast() {
      guard needed.insert(name).inserted, let column = byName[name] else { continue }
      switch column.source {
      case .file: break
      case .expression(let expression): open += expression.columns
      case .columns(let names): open += names
      }
    }
    return needed
  }
}
