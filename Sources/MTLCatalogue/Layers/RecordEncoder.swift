import MTLGraph

/// A step that makes a vector of a record: how each column is written is its only say.
package protocol RecordEncoder: CatalogueEntry {
  /// How a column becomes numbers of the vector; throws where it cannot.
  func encode(column: String, _ type: ValueType) throws(TypeMismatch) -> ColumnForm
}

/// How a column stands in an encoded record.
package struct ColumnForm: Hashable, Sendable {
  /// What the numbers of a column are.
  package enum Kind: Hashable, Sendable {
    /// The value itself.
    case value
    /// One number for each class.
    case oneHot
    /// The learnt vector of the class.
    case embedded
  }

  package let kind: Kind
  /// How many numbers it takes.
  package let width: Dim
}
