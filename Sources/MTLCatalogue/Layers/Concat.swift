import MTLGraph

/// The value and others side by side along the last axis.
struct Concat: Layer {
  static let name = "concat"
  static let summary = "The value and others side by side along the last axis"
  static let details =
    "All other dimensions are equal; `Float[4, 4, 8]` and `Float[4, 4, 2]` give `Float[4, 4, 10]`."
  static let example = "from wide -> concat(skip)"
  static let operandCount = 1...64
  static let probability = ProbabilityRule.preserved

  init(_ arguments: Arguments) {}

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let first = builder.type(of: x)
    for operand in operands {
      let type = builder.type(of: operand)
      guard !type.dims.isEmpty, type.dims.dropLast() == first.dims.dropLast() else {
        throw TypeMismatch(
          "`concat` takes values that differ in the last dimension alone, not `\(first)` and `\(type)`"
        )
      }
    }
    return operands.isEmpty ? x : try builder.graph.emit(JoinColumns(), [x] + operands)
  }
}
