import MTLGraph

/// The gradients of a gated recurrence's products of states and weights: those of the gates, but for
/// the candidate, whose part went through reset.
///
/// - Constraint (C1): what is kept of every place `[T, 5 * units]`, gradients of the gates
///   `[T, 3 * units]`.
struct GatedProductGradient: PrimitiveWithoutGradient {
  static let name = "gated_product_gradient"
  static let samples = [(3, 2), (4, 19), (1, 1)].map { length, units in
    Sample(
      GatedProductGradient(),
      [GatedRecurrenceStates.kept, 3].map {
        TensorType(rows: RowSpace(0), [length, $0 * units])
      })
  }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 2, operands[0].rows == operands[1].rows,
      operands.allSatisfy({ $0.dims.count == 2 }), operands[0].dims[0] == operands[1].dims[0],
      .size(3) * operands[0].dims[1] == .size(GatedRecurrenceStates.kept) * operands[1].dims[1]
    else {
      throw TypeMismatch("the gradient of products takes what is kept and the gates' gradients")
    }
    return operands[1]
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let units = result.lastDim / 3
    for place in 0..<result.vectorCount {
      var gradient = Array(operands[1].vector(place))
      for (j, reset) in GatedGates(kept: operands[0].vector(place)).reset.enumerated() {
        gradient[2 * units + j] *= reset
      }
      result.setVector(place, gradient)
    }
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(
      .sequence(.gatedProductGradient, result.sequence(isReversed: false, statesPerUnit: 3)))
  }
}
