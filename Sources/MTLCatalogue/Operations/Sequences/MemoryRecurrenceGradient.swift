import Foundation
import MTLGraph

/// The gradients of the gates of a recurrence with memory.
///
/// It takes the gates' sums, the states (of each place the output and the cell), the recurrent weights,
/// the mask and the cotangent of the states.
///
/// - Constraint (C1): sums `[T, 4 * units]`, states and cotangent `[T, 2 * units]`.
struct MemoryRecurrenceGradient: PrimitiveWithoutGradient {
  static let name = "memory_recurrence_gradient"
  static let samples = [
    sample(length: 3, units: 2, isReversed: false), sample(length: 4, units: 5, isReversed: true),
    sample(length: 1, units: 1, isReversed: false),
  ]

  let isReversed: Bool

  var attributes: String { isReversed ? "reversed" : "" }

  private static func sample(length: Int, units: Int, isReversed: Bool) -> Sample {
    let states = TensorType(rows: RowSpace(0), [length, 2 * units])
    return Sample(
      MemoryRecurrenceGradient(isReversed: isReversed),
      [
        TensorType(rows: RowSpace(0), [length, 4 * units]), states, TensorType([units, 4 * units]),
        TensorType(rows: RowSpace(0), [length]), states,
      ], classes: [3: 2])
  }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 5, operands[1] == operands[4], operands[0].rows == operands[1].rows
    else {
      throw TypeMismatch(
        "the gradient of a recurrence with memory takes five values that belong together")
    }
    return operands[0]
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let sizes = SequenceSizes(operands[0], isReversed: isReversed)
    let (states, weights, mask, cotangent) = (operands[1], operands[2], operands[3], operands[4])
    let units = states.lastDim / 2
    for row in 0..<sizes.rows {
      var state = Array(repeating: 0.0, count: 2 * units)
      let places = sizes.places(of: row)
      for (time, place) in places.enumerated().reversed() {
        for (j, value) in cotangent.vector(place).enumerated() { state[j] += value }
        guard mask.values[place] != 0 else { continue }
        let sums = Array(operands[0].vector(place))
        let after = Array(states.vector(place))
        let before = time > 0 ? Array(states.vector(places[time - 1])) : nil
        var gradient = Array(repeating: 0.0, count: 4 * units)
        for j in 0..<units {
          let gates = MemoryGates(sums, j, units: units)
          let squashed = tanh(after[units + j])
          let ofCell = state[units + j] + state[j] * gates.output * (1 - squashed * squashed)
          gradient[j] = ofCell * gates.candidate * gates.input * (1 - gates.input)
          gradient[units + j] =
            ofCell * (before?[units + j] ?? 0) * gates.forget * (1 - gates.forget)
          gradient[2 * units + j] = ofCell * gates.input * (1 - gates.candidate * gates.candidate)
          gradient[3 * units + j] = state[j] * squashed * gates.output * (1 - gates.output)
          state[units + j] = ofCell * gates.forget
        }
        result.setVector(place, gradient)
        state.replaceSubrange(..<units, with: product(gradient[...], weights, transposed: true))
      }
    }
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(
      .sequence(
        .memoryRecurrenceGradient, result.sequence(isReversed: isReversed, statesPerUnit: 4)))
  }
}
