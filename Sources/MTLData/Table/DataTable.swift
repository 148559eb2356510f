import MTLCatalogue
import MTLSemantics

/// The rows of one data set, read, divided and measured.
package final class DataTable: Sendable {
  /// The data set's name in the spec.
  package let name: String
  /// The number of rows of all parts.
  package let rowCount: Int
  /// What was learnt from the training rows, or was given.
  package let facts: DataSetFacts
  /// Sentences on what a user may want to know, such as classes that no training row has.
  package let notes: [String]

  /// The most words of a row, where the data set has tokens.
  let sequenceLength: Int
  private let declared: [String: CheckedColumn]
  private let values: [String: ColumnValues]
  private let parts: [Split: [Int32]]

  init(
    data: CheckedData, rows: LoadedRows, parts: [Split: [Int32]], facts: DataSetFacts,
    notes: [String]
  ) {
    name = data.name
    rowCount = rows.rowCount
    self.facts = facts
    self.notes = notes
    self.parts = parts
    sequenceLength = data.sequenceLength ?? 1
    declared = Dictionary(data.columns.map { ($0.name, $0) }) { first, _ in first }
    values = rows.columns
  }

  private init(
    _ table: DataTable, adding values: [String: ColumnValues], columns: [CheckedColumn],
    facts: DataSetFacts
  ) {
    name = table.name
    rowCount = table.rowCount
    self.facts = facts
    notes = table.notes
    parts = table.parts
    sequenceLength = table.sequenceLength
    declared = table.declared.merging(columns.map { ($0.name, $0) }) { first, _ in first }
    self.values = table.values.merging(values) { first, _ in first }
  }

  /// The table with further columns.
  func adding(
    _ values: [String: ColumnValues], columns: [CheckedColumn], facts: DataSetFacts
  ) -> DataTable {
    DataTable(self, adding: values, columns: columns, facts: facts)
  }

  /// The columns as they are declared, by name.
  var declaredColumns: [CheckedColumn] { declared.values.sorted { $0.name < $1.name } }

  /// The type of a column.
  func type(of column: String) -> (any ColumnType)? { declared[column]?.type }

  /// Whether the table holds the values of a column.
  func has(_ column: String) -> Bool { values[column] != nil }

  /// The values of all columns, by name.
  var allValues: [String: ColumnValues] { values }

  /// The numbers of a part's rows, in the file's order.
  package func rows(of split: Split) -> [Int32] { parts[split] ?? [] }

  /// What was learnt of a column.
  package func encoding(of column: String) -> ColumnEncoding? { facts.encodings[column] }

  /// How many numbers make one row's value of a column.
  package func elementCount(of column: String) -> Int {
    if case .elements(let names)? = values[column] { return names.count }
    return words(of: column).map { $0.limit ?? sequenceLength } ?? 1
  }

  /// What a column of words keeps of its texts; `nil` for other columns.
  func words(of column: String) -> WordForm? { declared[column]?.type?.words }

  /// The column whose words give the data set's sequences their length, the first by name.
  var wordColumn: String? {
    declared.values.filter { $0.type?.words?.limit != nil }.map { $0.name }.min()
  }

  /// Whether a label has a value, or none, at each of its places by itself.
  package func hasPlaces(_ column: String) -> Bool { words(of: column) != nil }

  /// The values of a column, which must be one of the data set's.
  func values(of column: String) -> ColumnValues {
    guard let found = values[column] else {
      preconditionFailure("data set \(name) has no column \(column)")
    }
    return found
  }

  /// The encoding of a column; of one that was not measured, what its type says without data.
  func knownEncoding(of column: String) -> ColumnEncoding {
    encoding(of: column) ?? declared[column]?.type?.fit(ColumnSample()) ?? .classes([])
  }
}
