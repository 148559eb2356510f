import MTLGraph

/// The two-dimensional convolution (cross-correlation, as everywhere in the field) of pictures.
///
/// `y[h, w, o] = sum x[h * stride + i - top, w * stride + j - left, c] * weights[i, j, c, o]`.
///
/// Windows may read places some distance apart, and the channels may be divided into groups, each seeing
/// itself alone.
///
/// - Constraint (C1): pictures `[height, width, in]`, weights `[i, j, in / groups, out]` without rows.
/// - Constraint (C2): at least one window fits.
struct Convolution: Primitive {
  static let name = "convolution"
  static let samples = ConvolutionSamples.windows.map { window in
    Sample(
      Convolution(window: window), [ConvolutionSamples.picture, ConvolutionSamples.weights(window)])
  }

  let window: ConvolutionWindow

  var attributes: String { window.attributes }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 2, operands[0].dims.count == 3, operands[1].dims.count == 4,
      operands[1].rows == nil, let picture = operands[0].sizes, let weights = operands[1].sizes,
      picture[2] == weights[2] * window.groups, weights[3] % window.groups == 0
    else {
      throw TypeMismatch("a convolution takes pictures and weights for their channels")
    }
    let shape = window.shape(picture: picture, weights: weights)
    guard shape.outHeight > 0, shape.outWidth > 0 else {
      throw TypeMismatch(
        "a window of \(weights[0]) x \(weights[1]) does not fit a picture of "
          + "\(picture[0]) x \(picture[1])")
    }
    return TensorType(
      rows: operands[0].rows, [shape.outHeight, shape.outWidth, shape.outChannels])
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let shape = window.shape(
      picture: Array(operands[0].shape.suffix(3)), weights: operands[1].shape)
    let (picture, output) = shape.sizes
    for image in 0..<result.values.count / max(output, 1) {
      shape.forEachProduct { x, weight, y in
        result.values[image * output + y] +=
          operands[0].values[image * picture + x] * operands[1].values[weight]
      }
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    let picture = graph.type(of: operands[0]).sizes ?? []
    let weights = graph.type(of: operands[1]).sizes ?? []
    return [
      needed[0]
        ? try graph.emit(
          ConvolutionInputGradient(window: window, picture: picture), operands[1], cotangent) : nil,
      needed[1]
        ? try graph.weightGradient(window, weights, pictures: operands[0], cotangent: cotangent)
        : nil,
    ]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    let shape = window.shape(
      picture: operands[0].sizes ?? [], weights: operands[1].sizes ?? [])
    return .kernel(.convolution(shape, images: Extent(1, rows: result.rows)))
  }
}

/// The types and windows that the three operations of a convolution are tested on.
enum ConvolutionSamples {
  static let sizes = [5, 4, 2]
  static let picture = TensorType(rows: RowSpace(0), sizes)
  static let windows = [
    ConvolutionWindow(), ConvolutionWindow(stride: 2), ConvolutionWindow(padsToSame: true),
    ConvolutionWindow(stride: 2, padsToSame: true),
    ConvolutionWindow(padsToSame: true, dilation: 2),
    ConvolutionWindow(padsToSame: true, groups: 2),
    ConvolutionWindow(stride: 2, padsToSame: true, dilation: 2, groups: 2),
  ]

  /// The sizes of the weights: those of a group's channels.
  static func weightSizes(_ window: ConvolutionWindow) -> [Int] {
    [3, 2, 2 / window.groups, 2 + window.groups * 2]
  }

  /// The type of the weights.
  static func weights(_ window: ConvolutionWindow) -> TensorType { TensorType(weightSizes(window)) }

  /// The type of the convolution's result.
  static func output(_ window: ConvolutionWindow) -> TensorType {
    let shape = window.shape(picture: sizes, weights: weightSizes(window))
    return TensorType(rows: RowSpace(0), [shape.outHeight, shape.outWidth, shape.outChannels])
  }
}
