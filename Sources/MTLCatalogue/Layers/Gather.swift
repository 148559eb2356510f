import MTLGraph

/// Chosen indices of an axis, in the order given.
struct Gather: AxisLayer {
  static let name = "gather"
  static let summary = "Chosen indices of an axis, in the order given"
  static let details = "An index may be taken several times; the first is 0."
  static let parameters: [ParameterDeclaration] = [
    .positional("indices", .list(.integer(0...16_777_215)), "the indices that are taken"),
    axisParameter,
  ]
  static let example = "dense(8) -> gather([7, 0, 3])"
  var nature: LayerNature { .linear }

  let taken: [Int]
  let axis: Int?

  init(_ arguments: Arguments) {
    taken = arguments.list("indices").map { Int($0.number ?? 0) }
    axis = arguments["axis"] == nil ? nil : arguments.integer("axis")
  }

  func isIdentity(on type: TensorType) -> Bool {
    length(of: type).map { taken == Array(0..<$0) } ?? false
  }

  func taken(of length: Int, axis: Int) throws(TypeMismatch) -> (
    count: Int, rule: BlockMovement.Rule
  ) {
    if let index = taken.first(where: { $0 >= length }) {
      throw TypeMismatch("the axis has the indices 0 to \(length - 1), and not \(index)")
    }
    return (taken.count, .take(axis: axis, taken))
  }
}
