import Foundation
import MTLGraph

/// The gradients of a gated recurrence's gates: those of reset, update and candidate, and that of the
/// state's part of the candidate, side by side.
///
/// It takes the gates' inputs, the products of the states before with the recurrent weights, these
/// states, the weights, the mask and the cotangent of the states.
///
/// - Constraint (C1): gates and products `[T, 3 * units]`, states and cotangent `[T, units]`.
struct GatedRecurrenceGradient: Primitive {
  static let name = "gated_recurrence_gradient"
  static let isDifferentiable = false
  static let samples = [
    sample(length: 3, units: 2, isReversed: false), sample(length: 4, units: 5, isReversed: true),
    sample(length: 1, units: 1, isReversed: false),
  ]

  let isReversed: Bool

  var attributes: String { isReversed ? "reversed" : "" }

  private static func sample(length: Int, units: Int, isReversed: Bool) -> Sample {
    let gates = TensorType(rows: RowSpace(0), [length, 3 * units])
    let states = TensorType(rows: RowSpace(0), [length, units])
    return Sample(
      GatedRecurrenceGradient(isReversed: isReversed),
      [
        gates, gates, states, TensorType([units, 3 * units]),
        TensorType(rows: RowSpace(0), [length]), states,
      ], classes: [4: 2])
  }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 6, operands[0] == operands[1], operands[2] == operands[5],
      let units = operands[3].dims.first
    else {
      throw TypeMismatch("the gradient of a gated recurrence takes six values that belong together")
    }
    return TensorType(rows: operands[0].rows, dims: [operands[0].dims[0], .size(4) * units])
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let sizes = SequenceSizes(operands[0], isReversed: isReversed)
    let (before, weights, mask, cotangent) = (operands[2], operands[3], operands[4], operands[5])
    let units = before.lastDim
    for row in 0..<sizes.rows {
      var state = Array(repeating: 0.0, count: units)
      for place in sizes.places(of: row).reversed() {
        for (j, value) in cotangent.vector(place).enumerated() { state[j] += value }
        guard mask.values[place] != 0 else { continue }
        let products = Array(operands[1].vector(place))
        let gates = GatedGates(Array(operands[0].vector(place)), products, units: units)
        var gradient = Array(repeating: 0.0, count: 4 * units)
        for (j, past) in before.vector(place).enumerated() {
          let (reset, update) = (gates.reset[j], gates.update[j])
          let candidate = gates.candidate[j]
          let ofCandidate = state[j] * (1 - update) * (1 - candidate * candidate)
          gradient[j] = ofCandidate * products[2 * units + j] * reset * (1 - reset)
          gradient[units + j] = state[j] * (past - candidate) * update * (1 - update)
          gradient[2 * units + j] = ofCandidate
          gradient[3 * units + j] = ofCandidate * reset
          state[j] *= update
        }
        result.setVector(place, gradient)
        let ofProducts = gradient[..<(2 * units)] + gradient[(3 * units)...]
        for (j, value) in product(ofProducts, weights, transposed: true).enumerated() {
          state[j] += value
        }
      }
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    throw hasNoGradient
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(
      .sequence(.gatedRecurrenceGradient, result.sequence(isReversed: isReversed, statesPerUnit: 4))
    )
  }
}
