import MTLGraph

/// Which rows of a learnt table a step of training moves.
package enum TableUpdates: Hashable, Sendable {
  /// Those that the batch has read.
  case touched
  /// All of them.
  case all

  /// The parameter of layers that have such a table.
  static let parameter = ParameterDeclaration.named(
    "dense_updates", .flag, default: .flag(false), "let each step move all vectors")

  /// What a layer's arguments say.
  init(_ arguments: Arguments) { self = arguments.flag("dense_updates") ? .all : .touched }
}

/// A reading of a learnt table: numbers, and the vectors that they stand for.
package struct TableReading: Sendable {
  package let numbers: Value
  package let vectors: Value
}

extension ModelBuilder {
  /// The vectors that numbers stand for in a learnt table of the current scope.
  func lookUp(
    _ numbers: Value, inTable name: String, _ dims: [Dim], _ initializer: Initializer,
    updates: TableUpdates
  ) throws(TypeMismatch) -> Value {
    let table = try parameter(name, dims, initializer)
    let vectors = try graph.emit(LookUpRows(), table, numbers)
    note(TableReading(numbers: numbers, vectors: vectors), of: name, updates)
    return vectors
  }
}
