import MTLCatalogue

/// What a checker and a compiler may know of the data, as a plain value: learnt from training rows.
package struct DataFacts: Sendable {
  package var dataSets: [String: DataSetFacts]

  package init(dataSets: [String: DataSetFacts] = [:]) { self.dataSets = dataSets }

  /// The encoding of a column, where the data have been read.
  package func encoding(data: String, column: String) -> ColumnEncoding? {
    dataSets[data]?.encodings[column]
  }
}

/// What is known of one data set.
package struct DataSetFacts: Sendable {
  /// The names that the file's first line gives its columns; empty where it gives none.
  package var header: [String]
  /// The number of rows of each part.
  package var rowCounts: [Split: Int]
  /// What was learnt of each typed column.
  package var encodings: [String: ColumnEncoding]
  /// How many rows have no value, by column.
  package var missing: [String: Int]
  /// The smallest number of each label of numbers, over all rows.
  package var smallest: [String: Double]
  /// The SHA-256 digest of the file, empty for made-up rows.
  package var digest: String

  package init(
    header: [String] = [], rowCounts: [Split: Int] = [:],
    encodings: [String: ColumnEncoding] = [:], missing: [String: Int] = [:],
    smallest: [String: Double] = [:], digest: String = ""
  ) {
    self.header = header
    self.rowCounts = rowCounts
    self.encodings = encodings
    self.missing = missing
    self.smallest = smallest
    self.digest = digest
  }

  /// The same facts with the names of the file's columns.
  package func with(header: [String]) -> DataSetFacts {
    var facts = self
    facts.header = header
    return facts
  }
}
