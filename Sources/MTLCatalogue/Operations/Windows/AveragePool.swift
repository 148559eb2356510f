import MTLGraph

/// The mean of each window, channel by channel.
///
/// - Constraint (C1): pictures `[height, width, channels]` that at least one window fits.
/// - Gradient: an equal share to every element of the window.
struct AveragePool: Primitive {
  static let name = "average_pool"
  static let samples = PoolingWindow.samples.map {
    Sample(AveragePool(window: $0), [PoolingWindow.picture])
  }

  let window: PoolingWindow

  var attributes: String { window.attributes }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    try window.resultType(of: operands)
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let shape = window.shape(picture: Array(operands[0].shape.suffix(3)))
    let (picture, output) = shape.sizes
    for image in 0..<result.values.count / max(output, 1) {
      shape.forEachWindow { place, window in
        let total = window.reduce(0) { $0 + operands[0].values[image * picture + $1] }
        result.values[image * output + place] = total / Double(window.count)
      }
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    let picture = graph.type(of: operands[0]).sizes ?? []
    return [try graph.emit(AveragePoolGradient(window: window, picture: picture), cotangent)]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(
      .averagePool(
        window.shape(picture: operands[0].sizes ?? []), images: Extent(1, rows: result.rows)))
  }
}
