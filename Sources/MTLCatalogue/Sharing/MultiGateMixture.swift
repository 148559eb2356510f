import MTLGraph

/// Several copies of the body, mixed for each task by a gate of its own.
struct MultiGateMixture: Sharing {
  static let name = "mmoe"
  static let summary = "Several copies of the body, mixed for each task by a gate of its own"
  static let details = """
    `z_i = sum_e softmax(W_i x)_e * f_e(x)` (Ma et al., KDD 2018). Each task reads its own view, of the \
    body's shape. A gate reads all n elements of x as one vector, has no bias, and W begins uniform within \
    `1 / sqrt(n)`.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("experts", .integer(1...1024), default: .integer(4), "how many copies there are"),
    .named("gate", .value, "what the gates read; the body's first value unless given"),
  ]
  static let example = "shared experts(encoded) using mmoe(experts: 8) { dense(64) -> relu }"
  static let givesViews = true

  let copyCount: Int
  let gate: String?

  init(_ arguments: Arguments) {
    copyCount = arguments.integer("experts")
    gate = arguments.text("gate")
  }

  func view(
    of copies: [Value], gate: Value, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    guard let first = copies.first else { throw TypeMismatch("a mixture needs experts") }
    let inputs = builder.type(of: gate).dims.product
    let vector = try builder.graph.emit(Reshape(dims: [inputs]), gate)
    let type = builder.type(of: first)
    let weight = try builder.parameter(
      "weight", [inputs, .size(copies.count)], .fanIn(inputs.size ?? 1))
    let logits = try builder.graph.emit(MatrixProduct(), vector, weight)
    let shares = try builder.graph.emit(Softmax(), logits)
    var mixture: Value?
    for (place, copy) in copies.enumerated() {
      let column = try builder.graph.emit(TakeColumns(offset: place, count: 1), shares)
      let share = try builder.graph.emit(Reshape(dims: []), column)
      let part = try builder.graph.multiply(copy, builder.graph.broadcast(share, to: type))
      mixture = if let sum = mixture { try builder.graph.add(sum, part) } else { part }
    }
    return mixture ?? first
  }
}
