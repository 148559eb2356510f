import MTLGraph

/// Zeros around a picture or a sequence.
struct Pad: Layer {
  static let name = "pad"
  static let summary = "Zeros around a picture or a sequence"
  static let details = """
    `pad(2)` puts two rows or places of zeros before and behind each axis but the last; `pad([1, 2])` one \
    above and below a picture, and two to its left and right.
    """
  static let parameters: [ParameterDeclaration] = [
    .positional(
      "width", .either([.integer(0...65_536), .list(.integer(0...65_536))]),
      "how many zeros stand at each side, of all axes but the last or of each")
  ]
  static let example = "pad(2) -> conv(16, kernel: 5)"
  static let probability = ProbabilityRule.preserved
  var nature: LayerNature { .linear }

  private let widths: [Int]
  private let isList: Bool

  var keepsPlaces: Bool { false }

  init(_ arguments: Arguments) {
    if case .integer(let width)? = arguments["width"] {
      (widths, isList) = ([width], false)
    } else {
      (widths, isList) = (arguments.list("width").map { Int($0.number ?? 0) }, true)
    }
  }

  func isIdentity(on type: TensorType) -> Bool { widths.allSatisfy { $0 == 0 } }

  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let type = builder.type(of: x)
    guard let sizes = type.sizes, sizes.count >= 2 else {
      throw TypeMismatch("`pad` takes a picture or a sequence whose size is known, not `\(type)`")
    }
    let outer = Array(sizes.dropLast())
    guard !isList || widths.count == outer.count else {
      throw TypeMismatch(
        "`pad` needs a width for each of the first \(outer.count) axes of `\(type)`")
    }
    let widths = isList ? self.widths : outer.map { _ in self.widths[0] }
    let dims = zip(outer, widths).map { $0 + 2 * $1 } + sizes.suffix(1)
    return try builder.graph.rearranged(x, to: dims, blockAxes: 1, .pad(widths))
  }
}
