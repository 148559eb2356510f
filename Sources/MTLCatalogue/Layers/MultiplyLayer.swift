import MTLGraph

/// The product, element by element, of the value and others of its shape.
struct MultiplyLayer: Layer {
  static let name = "multiply"
  static let summary = "The product, element by element, of the value and others of its shape"
  static let details = "Shapes are never stretched: all operands have one shape."
  static let example = "from wide -> multiply(skip)"
  static let operandCount = 1...64
  static let probability = ProbabilityRule.preserved

  init(_ arguments: Arguments) {}

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    var value = x
    for operand in operands {
      let (left, right) = (builder.type(of: x), builder.type(of: operand))
      guard left == right else {
        throw TypeMismatch(
          "`multiply` takes values of one shape, not `\(left)` and `\(right)`",
          help: "bring both to one shape first; shapes are never stretched to fit")
      }
      value = try builder.graph.multiply(value, operand)
    }
    return value
  }
}
