import MTLGraph

/// A layer that combines the value with others of its shape, element by element.
protocol CombiningLayer: Layer {
  /// Two values combined into one.
  func combine(_ a: Value, _ b: Value, in graph: inout Graph) throws(TypeMismatch) -> Value
}

extension CombiningLayer {
  package static var details: String {
    "Shapes are never stretched: all operands have one shape."
  }
  package static var operandCount: ClosedRange<Int> { 1...64 }

  /// The value combined with each operand in turn.
  package func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    var value = x
    for operand in operands {
      let (left, right) = (builder.type(of: x), builder.type(of: operand))
      guard left == right else {
        throw TypeMismatch(
          "`\(Self.name)` takes values of one shape, not `\(left)` and `\(right)`",
          help: "bring both to one shape first; shapes are never stretched to fit")
      }
      value = try combine(value, operand, in: &builder.graph)
    }
    return value
  }
}
