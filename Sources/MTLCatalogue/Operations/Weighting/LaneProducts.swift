import MTLGraph

/// The inner products of all lanes of a value, of equal parts of its elements: `[lanes: K, n]` gives
/// `[parts, K, K]`, to be added up in double precision.
///
/// - Constraint (C1): the operand has a task axis; at least one part.
/// - Gradient: none.
struct LaneProducts: PrimitiveWithoutGradient {
  static let name = "lane_products"
  static let samples = [
    Sample(
      LaneProducts(parts: 1), [TensorType(dims: [.size(37)], lanes: 3)]),
    Sample(
      LaneProducts(parts: 4), [TensorType(rows: RowSpace(0), dims: [.size(5)], lanes: 9)], rows: 7),
    Sample(LaneProducts(parts: 3), [TensorType(dims: [.size(1)], lanes: 1)]),
  ]

  /// The elements that are worth a part of their own.
  private static let partSize = 32768

  let parts: Int

  init(parts: Int) { self.parts = parts }

  /// The products of a value of a type, in up to eight parts.
  init(of type: TensorType) {
    parts = type.rows == nil ? min(max(type.elementsPerRow / Self.partSize, 1), 8) : 4
  }

  var attributes: String { "\(parts)" }

  var actsAcrossLanes: Bool { true }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 1, let lanes = operands[0].lanes, parts > 0 else {
      throw TypeMismatch("products of lanes are those of a value with a task axis")
    }
    return TensorType([parts, lanes, lanes])
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let lanes = result.lastDim
    let count = operands[0].values.count / lanes
    let partCount = (count + parts - 1) / parts
    for index in 0..<count {
      let part = index / max(partCount, 1) * lanes * lanes
      for row in 0..<lanes {
        let value = operands[0].values[row * count + index]
        for column in 0..<lanes {
          result.values[part + row * lanes + column] +=
            value * operands[0].values[column * count + index]
        }
      }
    }
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(
      .laneProducts(
        parts: parts, lanes: operands[0].lanes ?? 1, elements: Extent(of: operands[0])))
  }
}
