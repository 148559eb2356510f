import MTLGraph

/// The gradients of a gated recurrence's gates: those of reset, update and candidate, side by side.
///
/// It takes what is kept of every place, the recurrent weights, the mask and the cotangent of the states.
///
/// - Constraint (C1): kept `[T, 5 * units]`, weights `[units, 3 * units]`, mask `[T]`, cotangent
///   `[T, units]`; the result is `[T, 3 * units]`.
struct GatedRecurrenceGradient: PrimitiveWithoutGradient {
  static let name = "gated_recurrence_gradient"
  static let samples = [
    sample(length: 3, units: 2, isReversed: false), sample(length: 4, units: 5, isReversed: true),
    sample(length: 2, units: 19, isReversed: true), sample(length: 1, units: 1, isReversed: false),
  ]

  /// Whether the recurrence begins at the last place.
  let isReversed: Bool

  var attributes: String { isReversed ? "reversed" : "" }

  private static func sample(length: Int, units: Int, isReversed: Bool) -> Sample {
    let rows = RowSpace(0)
    return Sample(
      GatedRecurrenceGradient(isReversed: isReversed),
      [
        TensorType(rows: rows, [length, GatedRecurrenceStates.kept * units]),
        TensorType([units, 3 * units]), TensorType(rows: rows, [length]),
        TensorType(rows: rows, [length, units]),
      ], classes: [2: 2])
  }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 4, operands[0].dims.count == 2, operands[1].dims.count == 2,
      let units = operands[1].dims.first, operands[1].dims[1] == .size(3) * units,
      operands[0].dims[1] == .size(GatedRecurrenceStates.kept) * units,
      operands[2] == TensorType(rows: operands[0].rows, dims: [operands[0].dims[0]]),
      operands[3] == TensorType(rows: operands[0].rows, dims: [operands[0].dims[0], units])
    else {
      throw TypeMismatch(
        "the gradient of a gated recurrence takes four values that belong together")
    }
    return TensorType(rows: operands[0].rows, dims: [operands[0].dims[0], .size(3) * units])
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let (kept, weights, mask, cotangent) = (operands[0], operands[1], operands[2], operands[3])
    let sizes = SequenceSizes(kept, isReversed: isReversed)
    let units = cotangent.lastDim
    for row in 0..<sizes.rows {
      var state = Array(repeating: 0.0, count: units)
      let places = sizes.places(of: row)
      for (step, place) in places.enumerated().reversed() {
        for (j, value) in cotangent.vector(place).enumerated() { state[j] += value }
        guard mask.values[place] != 0 else { continue }
        let gates = GatedGates(kept: kept.vector(place))
        let before = step > 0 ? Array(kept.vector(places[step - 1]).prefix(units)) : []
        var gradient = Array(repeating: 0.0, count: 3 * units)
        for j in 0..<units {
          let (reset, update, candidate) = (gates.reset[j], gates.update[j], gates.candidate[j])
          let past = before.isEmpty ? 0 : before[j]
          let ofCandidate = state[j] * (1 - update) * (1 - candidate * candidate)
          gradient[j] = ofCandidate * gates.recurrent[j] * reset * (1 - reset)
          gradient[units + j] = state[j] * (past - candidate) * update * (1 - update)
          gradient[2 * units + j] = ofCandidate
          state[j] *= update
        }
        result.setVector(place, gradient)
        for j in 0..<units { gradient[2 * units + j] *= gates.reset[j] }
        for (j, value) in product(gradient[...], weights, transposed: true).enumerated() {
          state[j] += value
        }
      }
    }
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(
      .sequence(.gatedRecurrenceGradient, result.sequence(isReversed: isReversed, statesPerUnit: 3))
    )
  }
}
