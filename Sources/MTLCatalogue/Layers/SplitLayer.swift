import MTLGraph

/// One of several equal parts of an axis.
struct SplitLayer: AxisLayer {
  static let name = "split"
  static let summary = "One of several equal parts of an axis"
  static let details = """
    `split(2, part: 1)` takes the second half of the last axis; the first part is 0.
    """
  static let parameters: [ParameterDeclaration] = [
    .positional("parts", .integer(1...65_536), "how many equal parts there are"),
    .named("part", .integer(0...65_535), required: true, "which of them is taken"), axisParameter,
  ]
  static let example = "dense(32) -> split(2, part: 0)"
  var nature: LayerNature { .linear }

  let parts: Int
  let part: Int
  let axis: Int?

  init(_ arguments: Arguments) {
    parts = max(arguments.integer("parts"), 1)
    part = arguments.integer("part")
    axis = arguments["axis"] == nil ? nil : arguments.integer("axis")
  }

  func isIdentity(on type: TensorType) -> Bool { parts == 1 }

  func taken(of length: Int, axis: Int) throws(TypeMismatch) -> (
    count: Int, rule: BlockMovement.Rule
  ) {
    guard length % parts == 0 else {
      throw TypeMismatch("an axis of \(length) has no \(parts) equal parts")
    }
    guard part < parts else {
      throw TypeMismatch("\(parts) parts have the numbers 0 to \(parts - 1), and not \(part)")
    }
    return (length / parts, .part(axis: axis, first: part * (length / parts)))
  }
}
