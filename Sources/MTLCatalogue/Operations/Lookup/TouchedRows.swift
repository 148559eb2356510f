import MTLGraph

/// The rows of a table that a batch reads, each at the first place that reads it.
///
/// All that is computed of them is computed for every place; where a row has been before, and where no
/// row is read, there are zeros, and nothing is written back.
package struct TouchedRows: Sendable {
  /// The row's number at its first place, -1 at all others.
  private let numbers: Value
  /// The first place of each place's row.
  private let firsts: Value

  /// The rows that numbers stand for.
  package init(
    _ numbers: Value, of table: Value, in graph: inout Graph
  ) throws(TypeMismatch) {
    let entries = graph.type(of: table).dims.first?.size ?? 0
    firsts = try graph.emit(FirstPlaces(entries: entries), numbers)
    self.numbers = try graph.emit(KeepFirst(), numbers, firsts)
  }

  /// Their vectors in a table.
  package func vectors(of table: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    try graph.emit(LookUpRows(), table, numbers)
  }

  /// The cotangents of all places that read a row, added up in their order.
  package func summed(_ cotangents: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    try graph.emit(AddToRows(.places), firsts, cotangents)
  }

  /// A table with new vectors for them.
  package func replaced(
    in table: Value, by vectors: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    try graph.emit(ReplaceRows(), table, numbers, vectors)
  }

  /// Whether a value has more places than can be told apart.
  package static func exceedsLimit(places: Int) -> Bool { places > FirstPlaces.placeLimit }
}
