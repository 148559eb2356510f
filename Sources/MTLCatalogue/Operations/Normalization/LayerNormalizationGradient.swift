import MTLGraph

/// The gradient of a layer normalisation with respect to its vectors.
///
/// With g = cotangent * scale and y the normalised vector:
/// `(g - mean(g) - y * mean(g * y)) / sqrt(variance + epsilon)`.
///
/// - Constraint (C1): x and cotangent `[..., n]`, scale `[n]` between them.
struct LayerNormalizationGradient: PrimitiveWithoutGradient {
  static let name = "layer_normalization_gradient"
  static let samples = [[5], [2, 3], [3, 2, 21], [1], [70]].map { sizes in
    let type = TensorType(rows: RowSpace(0), sizes)
    return Sample(
      LayerNormalizationGradient(epsilon: 0.5), [type, TensorType([sizes[sizes.count - 1]]), type])
  }

  let epsilon: Double

  var attributes: String { "epsilon \(epsilon)" }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 3, operands[0] == operands[2], let width = operands[0].dims.last,
      operands[1] == TensorType(dims: [width])
    else {
      throw TypeMismatch("the gradient of a layer normalisation takes vectors, scale and cotangent")
    }
    return operands[0]
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    for index in 0..<operands[0].vectorCount {
      let vector = NormalizedVector(operands[0].vector(index), epsilon: epsilon)
      let scaled = zip(operands[2].vector(index), operands[1].values).map { $0 * $1 }
      let mean = scaled.reduce(0, +) / Double(scaled.count)
      let slope = zip(scaled, vector.elements).reduce(0) { $0 + $1.0 * $1.1 } / Double(scaled.count)
      result.setVector(
        index, zip(scaled, vector.elements).map { ($0 - mean - $1 * slope) * vector.factor })
    }
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(.layerNorm(.gradient, result.layerNorm(epsilon: epsilon)))
  }
}
