import MTLGraph

/// The gradient of a convolution with respect to its pictures: weights and cotangent to pictures.
///
/// - Constraint (C1): weights `[i, j, in, out]` without rows, a cotangent of the output's shape.
struct ConvolutionInputGradient: Primitive {
  static let name = "convolution_input_gradient"
  static let samples = ConvolutionSamples.windows.map { window in
    Sample(
      ConvolutionInputGradient(window: window, picture: ConvolutionSamples.sizes),
      [ConvolutionSamples.weights(window), ConvolutionSamples.output(window)])
  }

  let window: ConvolutionWindow
  /// The sizes of a picture: height, width, channels.
  let picture: [Int]

  var attributes: String { "\(window.attributes), picture \(picture)" }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    let result = TensorType(rows: operands.last?.rows, picture)
    guard operands.count == 2,
      try Convolution(window: window).resultType(of: [result, operands[0]]) == operands[1]
    else {
      throw TypeMismatch("the gradient of a convolution takes weights and a cotangent")
    }
    return result
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let shape = window.shape(picture: picture, weights: operands[0].shape)
    let (size, output) = shape.sizes
    for image in 0..<result.values.count / max(size, 1) {
      shape.forEachProduct { x, weight, y in
        result.values[image * size + x] +=
          operands[1].values[image * output + y] * operands[0].values[weight]
      }
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    let weights = graph.type(of: operands[0]).sizes ?? []
    return [
      needed[0]
        ? try graph.weightGradient(window, weights, pictures: cotangent, cotangent: operands[1])
        : nil,
      needed[1] ? try graph.emit(Convolution(window: window), cotangent, operands[0]) : nil,
    ]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    let shape = window.shape(picture: picture, weights: operands[0].sizes ?? [])
    return .kernel(.convolutionInputGradient(shape, images: Extent(1, rows: result.rows)))
  }
}
