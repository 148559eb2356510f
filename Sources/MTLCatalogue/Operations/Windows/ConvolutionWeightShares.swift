import MTLGraph

/// The gradient of a convolution with respect to its weights, for each equal share of the pictures.
///
/// The sum over the shares is what `convolution_weight_gradient` computes. Threads divide the shares among
/// them, and each goes through its pictures once; which pictures make a share depends on their number alone.
///
/// - Constraint (C1): pictures and a cotangent of the output's shape, of the same rows.
struct ConvolutionWeightShares: PrimitiveWithoutGradient {
  static let name = "convolution_weight_shares"
  static let samples = ConvolutionSamples.windows.map { window in
    Sample(
      ConvolutionWeightShares(
        window: window, weights: ConvolutionSamples.weightSizes(window), shares: 2),
      [ConvolutionSamples.picture, ConvolutionSamples.output(window)])
  }
  /// The usual number of shares, and the most weights that it is good for: their gradients take memory.
  fileprivate static let usual = (shares: 8, mostWeights: 1 << 18)

  let window: ConvolutionWindow
  /// The sizes of the weights: height, width, channels in, channels out.
  let weights: [Int]
  /// The number of shares.
  let shares: Int

  var attributes: String { "\(window.attributes), weights \(weights), \(shares) shares" }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    let gradient = ConvolutionWeightGradient(window: window, weights: weights)
    return TensorType([shares] + (try gradient.resultType(of: operands).sizes ?? []))
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let shape = window.shape(picture: Array(operands[0].shape.suffix(3)), weights: weights)
    let (picture, output) = shape.sizes
    let images = operands[0].values.count / max(picture, 1)
    let imagesOfShare = max((images + shares - 1) / shares, 1)
    for image in 0..<images {
      let share = image / imagesOfShare * (result.values.count / shares)
      shape.forEachProduct { x, weight, y in
        result.values[share + weight] +=
          operands[0].values[image * picture + x] * operands[1].values[image * output + y]
      }
    }
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    let shape = window.shape(picture: operands[0].sizes ?? [], weights: weights)
    return .kernel(
      .convolutionWeightGradient(
        shape, images: Extent(1, rows: operands[0].rows), shares: shares))
  }
}

extension Graph {
  /// The gradient of a convolution with respect to its weights, by shares where there are pictures to
  /// share and the weights are few.
  mutating func weightGradient(
    _ window: ConvolutionWindow, _ weights: [Int], pictures: Value, cotangent: Value
  ) throws(TypeMismatch) -> Value {
    let usual = ConvolutionWeightShares.usual
    guard type(of: pictures).rows != nil, weights.reduce(1, *) <= usual.mostWeights else {
      return try emit(
        ConvolutionWeightGradient(window: window, weights: weights), pictures, cotangent)
    }
    let shares = try emit(
      ConvolutionWeightShares(window: window, weights: weights, shares: usual.shares), pictures,
      cotangent)
    return try sum(shares, to: TensorType(weights))
  }
}
