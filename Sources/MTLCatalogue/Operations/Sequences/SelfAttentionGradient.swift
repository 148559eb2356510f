import MTLGraph

/// The gradient of attention with respect to queries, keys and values, side by side as they are.
///
/// - Constraint (C1): queries, keys and values `[T, 3 * width]`, mask `[T]`, cotangent `[T, width]`.
struct SelfAttentionGradient: PrimitiveWithoutGradient {
  static let name = "self_attention_gradient"
  static let samples = [
    sample(length: 3, width: 4, heads: 2), sample(length: 5, width: 3, heads: 1),
    sample(length: 1, width: 1, heads: 1),
  ]

  let heads: Int

  var attributes: String { "\(heads) heads" }

  private static func sample(length: Int, width: Int, heads: Int) -> Sample {
    let rows = RowSpace(0)
    return Sample(
      SelfAttentionGradient(heads: heads),
      [
        TensorType(rows: rows, [length, 3 * width]), TensorType(rows: rows, [length]),
        TensorType(rows: rows, [length, width]),
      ], classes: [1: 2])
  }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 3,
      try SelfAttention(heads: heads).resultType(of: Array(operands.prefix(2))) == operands[2]
    else {
      throw TypeMismatch("the cotangent of attention has the type of its result")
    }
    return operands[0]
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    for head in AttentionHead.all(of: operands, heads: heads) {
      let (weights, width) = (head.weights, head.width)
      let places = 0..<head.places.count
      func cotangent(_ place: Int, _ column: Int) -> Double {
        operands[2].values[(head.places.lowerBound + place) * width + column]
      }
      func add(_ value: Double, _ place: Int, _ column: Int) {
        result.values[(head.places.lowerBound + place) * 3 * width + column] += value
      }
      for i in places {
        let ofWeights = places.map { j in
          head.columns.reduce(0) { $0 + cotangent(i, $1) * head.value(j, $1) }
        }
        let mean = zip(weights[i], ofWeights).reduce(0) { $0 + $1.0 * $1.1 }
        for j in places {
          let ofScore = weights[i][j] * (ofWeights[j] - mean) * head.scale
          for column in head.columns {
            add(ofScore * head.key(j, column), i, column)
            add(ofScore * head.query(i, column), j, width + column)
            add(weights[i][j] * cotangent(i, column), j, 2 * width + column)
          }
        }
      }
    }
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    let width = (operands.last?.dims.last?.size ?? 0)
    return .kernel(
      .sequence(
        .attentionGradient,
        SequenceShape(
          rows: Extent(1, rows: result.rows), length: result.dims.first?.size ?? 0, width: width,
          heads: heads)))
  }
}
