import MTLGraph

/// Adds the result of its body to its input.
struct Residual: Layer {
  static let name = "residual"
  static let summary = "Adds the result of its body to its input"
  static let details = "The body keeps the shape (He et al., 2016)."
  static let example = "residual { dense(64) -> relu -> dense(64) }"
  static let takesBody = true
  static let bodyRole = BodyRole.added

  init(_ arguments: Arguments) {}

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    guard let body else { throw TypeMismatch("`residual` needs a body in braces") }
    let result = try body.build(x)
    let (before, after) = (builder.type(of: x), builder.type(of: result))
    guard before == after else {
      throw TypeMismatch(
        "the body of `residual` makes `\(after)` of `\(before)`, so the two cannot be added",
        help: "let the body end with the shape that it begins with")
    }
    return try builder.graph.add(x, result)
  }
}
