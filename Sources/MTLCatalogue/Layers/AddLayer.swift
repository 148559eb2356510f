import MTLGraph

/// The sum of the value and others of its shape.
struct AddLayer: CombiningLayer {
  static let name = "add"
  static let summary = "The sum of the value and others of its shape"
  static let example = "from wide -> add(skip)"

  init(_ arguments: Arguments) {}

  func combine(
    _ a: Value, _ b: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    try graph.add(a, b)
  }
}
