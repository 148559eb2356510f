import MTLGraph

/// Neighbouring indices of an axis.
struct SliceLayer: AxisLayer {
  static let name = "slice"
  static let summary = "Neighbouring indices of an axis"
  static let details = """
    `slice(0..15)` takes the first sixteen elements of the last axis; both ends belong to the range, and \
    the first index is 0.
    """
  static let parameters: [ParameterDeclaration] = [
    .positional("range", .range, "the indices, both ends included"), axisParameter,
  ]
  static let example = "dense(32) -> slice(0..15)"
  var nature: LayerNature { .linear }

  let low: Double
  let high: Double
  let axis: Int?

  init(_ arguments: Arguments) {
    (low, high) = arguments.range("range") ?? (0, 0)
    axis = arguments["axis"] == nil ? nil : arguments.integer("axis")
  }

  func isIdentity(on type: TensorType) -> Bool {
    low == 0 && high + 1 == length(of: type).map(Double.init)
  }

  func taken(of length: Int, axis: Int) throws(TypeMismatch) -> (
    count: Int, rule: BlockMovement.Rule
  ) {
    guard let first = Int(exactly: low), let last = Int(exactly: high), first >= 0, last < length
    else {
      throw TypeMismatch(
        "the axis has the indices 0 to \(length - 1), not all of "
          + "\(ConstantValue.plain(low))..\(ConstantValue.plain(high))")
    }
    return (last - first + 1, .part(axis: axis, first: first))
  }
}
