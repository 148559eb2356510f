import MTLGraph

/// The same elements in the same order under other dimensions.
struct ReshapeLayer: Layer {
  static let name = "reshape"
  static let summary = "The same elements in the same order under other dimensions"
  static let details = "The number of elements stays: `Float[64]` can become `Float[8, 8, 1]`."
  static let parameters: [ParameterDeclaration] = [
    .positional("dimensions", .size, repeated: true, "the new dimensions")
  ]
  static let example = "dense(64) -> reshape(8, 8, 1)"
  static let probability = ProbabilityRule.preserved
  var keepsPlaces: Bool { false }
  var nature: LayerNature { .linear }

  let dims: [Dim]

  init(_ arguments: Arguments) {
    dims = arguments.list("dimensions").map { value in
      if case .dimension(let dim) = value { dim } else { .size(Int(value.number ?? 0)) }
    }
  }

  func isIdentity(on type: TensorType) -> Bool { type.dims == dims }

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let type = builder.type(of: x)
    guard type.dims.product == dims.product else {
      let wanted = TensorType(dims: dims)
      throw TypeMismatch(
        "`reshape` cannot make `\(wanted)` of `\(type)`: they hold \(dims.product) and "
          + "\(type.dims.product) elements")
    }
    return try builder.graph.emit(Reshape(dims: dims), x)
  }
}
