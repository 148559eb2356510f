import MTLGraph

/// The gradient of a convolution with respect to its weights: pictures and cotangent to weights.
///
/// - Constraint (C1): pictures and a cotangent of the output's shape, of the same rows.
struct ConvolutionWeightGradient: Primitive {
  static let name = "convolution_weight_gradient"
  static let samples = ConvolutionSamples.windows.map { window in
    Sample(
      ConvolutionWeightGradient(window: window, weights: ConvolutionSamples.weightSizes(window)),
      [ConvolutionSamples.picture, ConvolutionSamples.output(window)])
  }

  let window: ConvolutionWindow
  /// The sizes of the weights: height, width, channels in, channels out.
  let weights: [Int]

  var attributes: String { "\(window.attributes), weights \(weights)" }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    let result = TensorType(weights)
    guard operands.count == 2,
      try Convolution(window: window).resultType(of: [operands[0], result]) == operands[1]
    else {
      throw TypeMismatch("the gradient of a convolution takes pictures and a cotangent")
    }
    return result
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let shape = window.shape(picture: Array(operands[0].shape.suffix(3)), weights: weights)
    let (picture, output) = shape.sizes
    for image in 0..<operands[0].values.count / max(picture, 1) {
      shape.forEachProduct { x, weight, y in
        result.values[weight] +=
          operands[0].values[image * picture + x] * operands[1].values[image * output + y]
      }
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    guard graph.type(of: cotangent).lanes == nil else { throw hasNoGradient }
    let picture = graph.type(of: operands[0]).sizes ?? []
    return [
      needed[0]
        ? try graph.emit(
          ConvolutionInputGradient(window: window, picture: picture), cotangent, operands[1]) : nil,
      needed[1] ? try graph.emit(Convolution(window: window), operands[0], cotangent) : nil,
    ]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    let shape = window.shape(picture: operands[0].sizes ?? [], weights: weights)
    return .kernel(
      .convolutionWeightGradient(shape, images: Extent(1, rows: operands[0].rows), shares: 1))
  }
}
