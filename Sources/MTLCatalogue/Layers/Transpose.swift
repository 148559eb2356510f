import MTLGraph

/// The axes in another order.
struct Transpose: Layer {
  static let name = "transpose"
  static let summary = "The axes in another order"
  static let details = """
    `transpose` exchanges the last two axes; `transpose(2, 0, 1)` makes `Float[c, h, w]` of `Float[h, w, c]`.
    """
  static let parameters: [ParameterDeclaration] = [
    .positional(
      "axes", .integer(0...7), required: false, repeated: true,
      "the old axes in their new order, the first being 0")
  ]
  static let example = "reshape(4, 16) -> transpose"
  static let probability = ProbabilityRule.preserved
  var nature: LayerNature { .linear }

  let order: [Int]

  var keepsPlaces: Bool { false }

  init(_ arguments: Arguments) {
    order = arguments.list("axes").map { Int($0.number ?? 0) }
  }

  func isIdentity(on type: TensorType) -> Bool { !order.isEmpty && order == Array(order.indices) }

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let type = builder.type(of: x)
    let count = type.dims.count
    let order = order.isEmpty ? Array((0..<count).dropLast(2)) + [count - 1, count - 2] : order
    guard count >= 2, order.sorted() == Array(0..<count) else {
      throw TypeMismatch(
        "`transpose` orders all \(count) axes of `\(type)`, each once",
        help: count < 2 ? nil : "write them in their new order, the first being 0")
    }
    guard let sizes = type.sizes else {
      throw TypeMismatch("`transpose` needs a value whose size is known, not `\(type)`")
    }
    let kept = zip(order.indices, order).reversed().prefix { $0 == $1 }.count
    return try builder.graph.rearranged(
      x, to: order.map { sizes[$0] }, blockAxes: kept, .order(order))
  }
}
