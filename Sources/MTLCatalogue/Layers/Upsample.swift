import MTLGraph

/// Each pixel of a picture several times, down and across.
struct Upsample: Layer {
  static let name = "upsample"
  static let summary = "Each pixel of a picture several times, down and across"
  static let details = """
    It takes `Float[height, width, n]` and gives `Float[factor * height, factor * width, n]`, each new pixel \
    being its nearest old one.
    """
  static let parameters: [ParameterDeclaration] = [
    .positional("factor", .integer(1...64), "how often a pixel is repeated in each direction")
  ]
  static let example = "upsample(2) -> conv(16, kernel: 3, padding: same)"
  static let probability = ProbabilityRule.preserved
  var nature: LayerNature { .linear }

  let factor: Int

  var keepsPlaces: Bool { false }

  init(_ arguments: Arguments) { factor = max(arguments.integer("factor"), 1) }

  func isIdentity(on type: TensorType) -> Bool { factor == 1 }

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let sizes = try builder.picture(x, for: Self.name).sizes ?? []
    let dims = [sizes[0] * factor, sizes[1] * factor, sizes[2]]
    return try builder.graph.rearranged(x, to: dims, blockAxes: 1, .repeat(factor))
  }
}
