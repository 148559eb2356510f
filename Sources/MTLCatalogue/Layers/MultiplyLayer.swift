import MTLGraph

/// The product, element by element, of the value and others of its shape.
struct MultiplyLayer: CombiningLayer {
  static let name = "multiply"
  static let summary = "The product, element by element, of the value and others of its shape"
  static let example = "from wide -> multiply(skip)"
  static let probability = ProbabilityRule.preserved

  init(_ arguments: Arguments) {}

  func combine(
    _ a: Value, _ b: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    try graph.multiply(a, b)
  }
}
