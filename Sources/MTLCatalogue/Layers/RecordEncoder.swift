import MTLGraph

/// A step that makes a vector of a record: how each column is written is its only say.
package protocol RecordEncoder: CatalogueEntry {
  /// How a column becomes numbers of the vector; throws where it cannot.
  func encode(column: String, _ type: ValueType) throws(TypeMismatch) -> ColumnForm
}

extension ModelBuilder {
  /// The learnt vectors of class numbers `[1]`, of which those of missing and unseen classes come last.
  ///
  /// - Parameter updates: Which rows of the table move in a step.
  package func embedding(
    of numbers: Value, column: String, classes: Dim, width: Dim, updates: TableUpdates
  ) throws(TypeMismatch) -> Value {
    try inScope(column) { () throws(TypeMismatch) in
      let vectors = try lookUp(
        numbers, inTable: "weight", [classes + .size(1), width], .fanIn(width.size ?? 1),
        updates: updates)
      return try graph.emit(Reshape(dims: [width]), vectors)
    }
  }

  /// Values side by side along the last axis.
  package func joined(_ values: [Value]) throws(TypeMismatch) -> Value? {
    guard values.count > 1 else { return values.first }
    return try graph.emit(JoinColumns(), values)
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
    case embedded(TableUpdates)
  }

  package let kind: Kind
  /// How many numbers it takes.
  package let width: Dim
}
