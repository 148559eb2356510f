import MTLGraph

/// The gradient of `max_pool`: each window's cotangent at its first largest element, summed.
///
/// - Constraint (C1): pictures, and a cotangent of the pooled shape.
struct MaxPoolGradient: PrimitiveWithoutGradient {
  static let name = "max_pool_gradient"
  static let samples = PoolingWindow.samples.compactMap { window in
    (try? window.resultType(of: [PoolingWindow.picture])).map {
      Sample(MaxPoolGradient(window: window), [PoolingWindow.picture, $0])
    }
  }

  let window: PoolingWindow

  var attributes: String { window.attributes }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 2, try operands[1] == window.resultType(of: operands) else {
      throw TypeMismatch("the gradient of `max_pool` takes pictures and a cotangent")
    }
    return operands[0]
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let shape = window.shape(picture: Array(operands[0].shape.suffix(3)))
    let (picture, output) = shape.sizes
    for image in 0..<operands[1].values.count / max(output, 1) {
      shape.forEachWindow { place, window in
        let places = window.map { image * picture + $0 }
        let largest = places.map { operands[0].values[$0] }.max()
        if let first = places.first(where: { operands[0].values[$0] == largest }) {
          result.values[first] += operands[1].values[image * output + place]
        }
      }
    }
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(
      .maxPoolGradient(
        window.shape(picture: operands[0].sizes ?? []), images: Extent(1, rows: result.rows)))
  }
}
