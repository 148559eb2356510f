import MTLGraph

/// A step that makes a vector of a record: how each column is written is its only say.
package protocol RecordEncoder: CatalogueEntry {
  /// How a column becomes numbers of the vector; throws where it cannot.
  func encode(column: String, _ type: ValueType) throws(TypeMismatch) -> ColumnForm
}

extension ModelBuilder {
  /// The learnt vectors of class numbers `[1]`, of which those of missing and unseen classes come last.
  package func embedding(
    of numbers: Value, column: String, classes: Dim, width: Dim
  ) throws(TypeMismatch) -> Value {
    try inScope(column) { () throws(TypeMismatch) in
      let table = try parameter(
        "weight", [classes + .size(1), width], .fanIn(width.size ?? 1))
      let vectors = try graph.emit(LookUpRows(), table, numbers)
      return try graph.emit(Reshape(dims: [width]), vectors)
    }
  }

  /// Values side by side along the last axis.
  package func joined(_ values: [Value]) throws(TypeMismatch) -> Value? {
    guard var joined = values.first else { return nil }
    for value in values.dropFirst() { joined = try graph.emit(JoinColumns(), joined, value) }
    return joined
  }
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
