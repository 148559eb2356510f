import MTLGraph

/// The sum of the value and others of its shape.
struct AddLayer: Layer {
  static let name = "add"
  static let summary = "The sum of the value and others of its shape"
  static let details = "Shapes are never stretched: all operands have one shape."
  static let example = "from wide -> add(skip)"
  static let operandCount = 1...64

  init(_ arguments: Arguments) {}

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    var value = x
    for operand in operands {
      let (left, right) = (builder.type(of: x), builder.type(of: operand))
      guard left == right else {
        throw TypeMismatch(
          "`add` takes values of one shape, not `\(left)` and `\(right)`",
          help: "bring both to one shape first; shapes are never stretched to fit")
      }
      value = try builder.graph.add(value, operand)
    }
    return value
  }
}
