import MTLGraph

/// Blocks of a row moved, repeated, left out or added up: what takes and pads, turns and enlarges.
///
/// Each block of the result is the sum of some blocks of the operand, of none where it is zero.
///
/// - Constraint (C1): the operand has the map's elements; the result's dimensions hold its blocks.
/// - Gradient: the same with the map turned around.
struct SumBlocks: Primitive {
  static let name = "sum_blocks"
  static let samples = [
    sample([[2], [0], [], [1, 0]], block: 2, sources: 3),
    sample([[0], [0], [0]], block: 3, sources: 1),
    sample([[0]], block: 1, sources: 1), sample([[1, 2, 0]], block: 17, sources: 3),
  ]

  let map: BlockMap
  /// The dimensions of the result.
  let dims: [Int]

  var attributes: String {
    "\(map.sourceCount) to \(map.targetCount) blocks of \(map.blockSize)"
  }

  private static func sample(_ lists: [[Int]], block: Int, sources: Int) -> Sample {
    Sample(
      SumBlocks(
        map: BlockMap(blockSize: block, sourceCount: sources, sources: lists),
        dims: [lists.count, block]), [TensorType(rows: RowSpace(0), [sources, block])])
  }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 1, operands[0].sizes?.reduce(1, *) == map.sourceCount * map.blockSize,
      dims.reduce(1, *) == map.targetCount * map.blockSize
    else {
      throw TypeMismatch("the blocks are not those of the value")
    }
    return TensorType(rows: operands[0].rows, dims)
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let size = map.blockSize
    let (from, to) = (map.sourceCount * size, map.targetCount * size)
    for row in 0..<(to == 0 ? 0 : result.values.count / to) {
      for target in 0..<map.targetCount {
        for source in map.sources(of: target) {
          for element in 0..<size {
            result.values[row * to + target * size + element] +=
              operands[0].values[row * from + Int(source) * size + element]
          }
        }
      }
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    let dims = graph.type(of: operands[0]).sizes ?? []
    return [try graph.emit(SumBlocks(map: map.transposed, dims: dims), cotangent)]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(.sumBlocks(map, rows: Extent(1, rows: result.rows)))
  }
}

extension Graph {
  /// The value whose elements come from those of another: of each index into the result's dimensions
  /// the index into the operand's, or `nil` for a zero.
  ///
  /// Axes at the end that are taken as they are move as one block.
  mutating func rearranged(
    _ value: Value, to dims: [Int], blockAxes: Int = 0, _ source: ([Int]) -> [Int]?
  ) throws(TypeMismatch) -> Value {
    let sizes = type(of: value).sizes ?? []
    let size = dims.suffix(blockAxes).reduce(1, *)
    let (outer, inner) = (Array(dims.dropLast(blockAxes)), Array(sizes.dropLast(blockAxes)))
    let lists = indices(of: outer).map { index in
      source(index).map { [zip($0, inner).reduce(0) { $0 * $1.1 + $1.0 }] } ?? []
    }
    let map = BlockMap(blockSize: size, sourceCount: inner.reduce(1, *), sources: lists)
    return try emit(SumBlocks(map: map, dims: dims), value)
  }

  /// All indices into dimensions, the last varying fastest.
  private func indices(of dims: [Int]) -> [[Int]] {
    dims.reduce([[]]) { indices, size in
      indices.flatMap { index in (0..<size).map { index + [$0] } }
    }
  }
}
