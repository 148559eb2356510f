import MTLGraph

/// How the elements of a row come from those of another: a rule from which the map of blocks follows.
struct BlockMovement: Hashable {
  /// Where each index into the result's dimensions comes from.
  enum Rule: Hashable {
    /// Indices of an axis from one on.
    case part(axis: Int, first: Int)
    /// Chosen indices of an axis.
    case take(axis: Int, [Int])
    /// The operand's axes in a new order.
    case order([Int])
    /// So many zeros before and behind each axis that moves.
    case pad([Int])
    /// Each index of the moving axes so many times.
    case `repeat`(Int)
    /// The whole operand everywhere.
    case spread
  }

  /// The dimensions of the operand and of the result.
  let from: [Int]
  let to: [Int]
  /// How many axes at the end are taken as they are, and move as one block.
  let blockAxes: Int
  let rule: Rule

  /// The blocks of a row of the result.
  var targetCount: Int { to.dropLast(blockAxes).reduce(1, *) }

  /// The map of blocks.
  var map: BlockMap {
    let (outer, inner) = (Array(to.dropLast(blockAxes)), Array(from.dropLast(blockAxes)))
    var index = Array(repeating: 0, count: outer.count)
    var lists: [[Int]] = []
    lists.reserveCapacity(targetCount)
    for _ in 0..<targetCount {
      lists.append(source(of: index).map { [zip($0, inner).reduce(0) { $0 * $1.1 + $1.0 }] } ?? [])
      // The next index: the last axis varies fastest.
      var axis = outer.count - 1
      while axis >= 0 {
        index[axis] += 1
        if index[axis] < outer[axis] { break }
        index[axis] = 0
        axis -= 1
      }
    }
    return BlockMap(
      blockSize: to.suffix(blockAxes).reduce(1, *), sourceCount: inner.reduce(1, *),
      sources: lists)
  }

  /// The index of the operand's block that a block of the result is; `nil` for zeros.
  private func source(of index: [Int]) -> [Int]? {
    var source = index
    switch rule {
    case .part(let axis, let first): source[axis] += first
    case .take(let axis, let taken): source[axis] = taken[index[axis]]
    case .order(let order):
      for (place, axis) in order.prefix(index.count).enumerated() { source[axis] = index[place] }
    case .pad(let widths):
      source = zip(index, widths).map { $0 - $1 }
      guard zip(source, from).allSatisfy({ 0..<$1 ~= $0 }) else { return nil }
    case .repeat(let factor): source = index.map { $0 / factor }
    case .spread: source = []
    }
    return source
  }
}

extension Graph {
  /// The most blocks of a row that are moved one by one.
  private static let blockLimit = 1 << 24

  /// The value whose elements come from those of another as a rule says.
  ///
  /// - Parameter blockAxes: How many axes at the end move as one block.
  mutating func rearranged(
    _ value: Value, to dims: [Int], blockAxes: Int = 0, _ rule: BlockMovement.Rule
  ) throws(TypeMismatch) -> Value {
    let movement = BlockMovement(
      from: type(of: value).sizes ?? [], to: dims, blockAxes: blockAxes, rule: rule)
    let size = dims.reduce(Dim.size(1)) { $0 * .size($1) }.size ?? .max
    guard size <= Int(Int32.max), movement.targetCount <= Graph.blockLimit else {
      throw TypeMismatch("`\(TensorType(dims))` is too large to be put together from pieces")
    }
    return try emit(SumBlocks(movement: movement, isTransposed: false), value)
  }
}
