import MTLGraph

/// The gradient of `average_pool`: each window's cotangent shared out evenly, summed.
///
/// - Constraint (C1): a cotangent of the pooled shape.
struct AveragePoolGradient: Primitive {
  static let name = "average_pool_gradient"
  static let samples = PoolingWindow.samples.compactMap { window in
    (try? window.resultType(of: [PoolingWindow.picture])).map {
      Sample(AveragePoolGradient(window: window, picture: [5, 4, 3]), [$0])
    }
  }

  let window: PoolingWindow
  /// The sizes of a picture: height, width, channels.
  let picture: [Int]

  var attributes: String { "\(window.attributes), picture \(picture)" }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    let type = TensorType(rows: operands.first?.rows, picture)
    guard operands.count == 1, try operands[0] == window.resultType(of: [type]) else {
      throw TypeMismatch("the gradient of `average_pool` takes a cotangent of the pooled shape")
    }
    return type
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let shape = window.shape(picture: picture)
    let (size, output) = shape.sizes
    for image in 0..<operands[0].values.count / max(output, 1) {
      shape.forEachWindow { place, window in
        let share = operands[0].values[image * output + place] / Double(window.count)
        for element in window { result.values[image * size + element] += share }
      }
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    [try graph.emit(AveragePool(window: window), cotangent)]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(
      .averagePoolGradient(window.shape(picture: picture), images: Extent(1, rows: result.rows)))
  }
}
