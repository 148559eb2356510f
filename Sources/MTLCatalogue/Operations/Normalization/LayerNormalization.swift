import MTLGraph

/// `(x - mean) / sqrt(variance + epsilon) * scale + shift`, mean and variance along the last axis.
///
/// The variance divides by the number of elements (Ba, Kiros and Hinton, 2016).
///
/// - Constraint (C1): x `[..., n]`, scale and shift `[n]`.
/// - Gradient: of x and scale by kernels that find mean and variance anew; of shift the cotangent's sum.
struct LayerNormalization: Primitive {
  static let name = "layer_normalization"
  static let samples = [
    sample([5]), sample([2, 3]), sample([3, 2, 21]), sample([1]), sample([70]),
  ]

  let epsilon: Double

  var attributes: String { "epsilon \(epsilon)" }

  private static func sample(_ sizes: [Int]) -> Sample {
    let width = TensorType([sizes[sizes.count - 1]])
    return Sample(
      LayerNormalization(epsilon: 0.5), [TensorType(rows: RowSpace(0), sizes), width, width])
  }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 3, let width = operands[0].dims.last,
      operands[1] == TensorType(dims: [width]), operands[2] == operands[1]
    else {
      throw TypeMismatch("a layer normalisation takes vectors, a scale and a shift")
    }
    return operands[0]
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    for index in 0..<operands[0].vectorCount {
      let vector = NormalizedVector(operands[0].vector(index), epsilon: epsilon)
      let scaled = zip(vector.elements, operands[1].values).map { $0 * $1 }
      result.setVector(index, zip(scaled, operands[2].values).map { $0 + $1 })
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    let (x, scale) = (operands[0], operands[1])
    let width = graph.type(of: scale).withoutLanes
    var gradients: [Value?] = [nil, nil, nil]
    if needed[0] {
      gradients[0] = try graph.emit(
        LayerNormalizationGradient(epsilon: epsilon), x, scale, cotangent)
    }
    if needed[1] {
      let perRow = try graph.emit(
        LayerNormalizationScaleGradient(epsilon: epsilon), x, cotangent)
      gradients[1] = try graph.sum(perRow, to: width)
    }
    if needed[2] { gradients[2] = try graph.sum(cotangent, to: width) }
    return gradients
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(.layerNorm(.forward, result.layerNorm(epsilon: epsilon)))
  }
}

/// A vector less its mean, divided by its deviation, in the plain evaluation.
struct NormalizedVector {
  let elements: [Double]
  /// One over the deviation.
  let factor: Double

  init(_ vector: ArraySlice<Double>, epsilon: Double) {
    let count = Double(vector.count)
    let mean = vector.reduce(0, +) / count
    let centered = vector.map { $0 - mean }
    let variance = centered.reduce(0) { $0 + $1 * $1 } / count
    let factor = 1 / (variance + epsilon).squareRoot()
    elements = centered.map { $0 * factor }
    self.factor = factor
  }
}

extension TensorType {
  /// The sizes of a layer normalisation of values of this type.
  func layerNorm(epsilon: Double) -> LayerNormShape {
    let sizes = sizes ?? []
    return LayerNormShape(
      rows: Extent(1, rows: rows), places: sizes.dropLast().reduce(1, *), width: sizes.last ?? 1,
      epsilon: epsilon)
  }
}
