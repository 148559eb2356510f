import MTLGraph

/// The largest element of each window, channel by channel.
///
/// - Constraint (C1): pictures `[height, width, channels]` that at least one window fits.
/// - Gradient: goes to the first largest element of the window.
struct MaxPool: Primitive {
  static let name = "max_pool"
  static let samples = PoolingWindow.samples.map {
    Sample(MaxPool(window: $0), [PoolingWindow.picture])
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
        let elements = window.map { operands[0].values[image * picture + $0] }
        result.values[image * output + place] = elements.max() ?? 0
      }
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    [try graph.emit(MaxPoolGradient(window: window), operands[0], cotangent)]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(
      .maxPool(
        window.shape(picture: operands[0].sizes ?? []), images: Extent(1, rows: result.rows)))
  }
}
