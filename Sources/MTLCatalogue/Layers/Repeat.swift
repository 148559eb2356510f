import MTLGraph

/// Its body several times in a row, each time with parameters of its own.
struct Repeat: Layer {
  static let name = "repeat"
  static let summary = "Its body several times in a row, each time with parameters of its own"
  static let parameters: [ParameterDeclaration] = [
    .positional("times", .integer(0...10_000), "how often")
  ]
  static let example = "repeat(3) { dense(64) -> relu }"
  static let takesBody = true
  static let bodyRole = BodyRole.repeated

  let times: Int

  var bodyUses: Int { times }

  init(_ arguments: Arguments) {
    times = arguments.integer("times")
  }

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    guard let body else { throw TypeMismatch("`repeat` needs a body in braces") }
    var value = x
    for _ in 0..<times { value = try body.build(value) }
    return value
  }
}
