import MTLGraph

/// How several tasks share the layers of a `shared` declaration.
package protocol Sharing: CatalogueEntry {
  /// Whether each task reads a view of its own rather than one common value.
  static var givesViews: Bool { get }

  /// How many copies of the body there are.
  var copyCount: Int { get }

  /// The name of the value that gates read; `nil` for the body's first.
  var gate: String? { get }

  /// The view of one task, in whose scope it is called.
  ///
  /// - Parameters:
  ///   - copies: The ends of all copies of the body.
  ///   - gate: The value that gates read, of any shape.
  func view(
    of copies: [Value], gate: Value, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value
}

extension Sharing {
  package static var givesViews: Bool { false }
  package var copyCount: Int { 1 }
  package var gate: String? { nil }

  /// The only copy.
  package func view(
    of copies: [Value], gate: Value, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    copies[0]
  }
}
