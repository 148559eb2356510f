import MTLGraph

/// The gradient of a layer normalisation with respect to its scale, for each row: the sum over the row's
/// vectors of the cotangent times the normalised vector.
///
/// - Constraint (C1): x and cotangent `[..., n]`; the result is `[n]` for each row.
struct LayerNormalizationScaleGradient: PrimitiveWithoutGradient {
  static let name = "layer_normalization_scale_gradient"
  static let samples = [[5], [2, 3], [3, 2, 21], [1], [70]].map { sizes in
    let type = TensorType(rows: RowSpace(0), sizes)
    return Sample(LayerNormalizationScaleGradient(epsilon: 0.5), [type, type])
  }

  let epsilon: Double

  var attributes: String { "epsilon \(epsilon)" }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 2, operands[0] == operands[1], let width = operands[0].dims.last else {
      throw TypeMismatch("the gradient of a layer normalisation takes vectors and a cotangent")
    }
    return TensorType(rows: operands[0].rows, dims: [width])
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let width = result.lastDim
    let places = operands[0].vectorCount / max(result.vectorCount, 1)
    for index in 0..<operands[0].vectorCount {
      let vector = NormalizedVector(operands[0].vector(index), epsilon: epsilon)
      for (j, cotangent) in operands[1].vector(index).enumerated() {
        result.values[index / places * width + j] += cotangent * vector.elements[j]
      }
    }
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(.layerNorm(.scaleGradient, operands[0].layerNorm(epsilon: epsilon)))
  }
}
