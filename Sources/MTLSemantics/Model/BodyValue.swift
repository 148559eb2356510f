import MTLGraph

/// A value that steps of a body work on.
package enum BodyValue {
  case tensor(Value, isProbability: Bool)
  /// Words of a vocabulary that wait for a step that reads them.
  case tokens(Value, vocabulary: Dim)
  /// Columns that wait for an encoder.
  case record(ColumnRecord)

  /// The value where it is numbers or words.
  var tensor: Value? {
    switch self {
    case .tensor(let value, _), .tokens(let value, _): value
    case .record: nil
    }
  }
}

/// Named columns of a data set, or of several that feed one input.
package struct ColumnRecord: Hashable, Sendable {
  /// The columns of one data set, in the record's order.
  package struct Source: Hashable, Sendable {
    package let data: String
    package let columns: [String]

    package init(data: String, columns: [String]) {
      self.data = data
      self.columns = columns
    }
  }

  /// What unknown dimensions are called by: the data set, or the input.
  package let name: String
  package let sources: [Source]
  /// The rows of its values.
  package let rows: RowSpace
  /// Whether the data have further columns of the record, which only their header tells.
  package let isOpen: Bool

  package init(name: String, sources: [Source], rows: RowSpace, isOpen: Bool = false) {
    self.name = name
    self.sources = sources
    self.rows = rows
    self.isOpen = isOpen
  }

  /// The names of the columns, which are the same in each source.
  package var columns: [String] { sources.first?.columns ?? [] }
}
