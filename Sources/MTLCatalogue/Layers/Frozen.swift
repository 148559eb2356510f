import MTLGraph

/// Its body with parameters that are not trained.
struct Frozen: Layer {
  static let name = "frozen"
  static let summary = "Its body with parameters that are not trained"
  static let details = """
    The parameters stay as they begin or as they are read from a file; gradients flow through the body to what \
    stands before it. Running statistics stand still too. For a whole declaration, or for a while, \
    `parameters NAME { freeze ... }` does the same.
    """
  static let example = "frozen { conv(16, kernel: 3) -> batch_norm }"
  static let takesBody = true
  static let bodyRole = BodyRole.frozen

  init(_ arguments: Arguments) {}

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    guard let body else { throw TypeMismatch("`frozen` needs a body in braces") }
    return try builder.withFrozenParameters { () throws(TypeMismatch) in try body.build(x) }
  }
}
