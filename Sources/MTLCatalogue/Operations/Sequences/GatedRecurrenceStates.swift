import Foundation
import MTLGraph

/// What a gated recurrence keeps of every place for its gradient: the state, the gates r, z and n, and
/// `p_n`, the state's part of the candidate.
///
/// The gates of a place whose mask is 0 are zeros.
///
/// - Constraint (C1): operands as for `gated_recurrence`; the result is `[T, 5 * units]`.
struct GatedRecurrenceStates: PrimitiveWithoutGradient {
  static let name = "gated_recurrence_states"
  static let samples = [
    sample(length: 3, units: 2, isReversed: false), sample(length: 4, units: 19, isReversed: true),
    sample(length: 1, units: 1, isReversed: false),
  ]

  /// The numbers of a unit that are kept.
  static let kept = 5

  /// Whether it begins at the last place.
  let isReversed: Bool

  var attributes: String { isReversed ? "reversed" : "" }

  private static func sample(length: Int, units: Int, isReversed: Bool) -> Sample {
    Sample(
      GatedRecurrenceStates(isReversed: isReversed),
      GatedRecurrence.operandTypes(length: length, units: units), classes: [3: 2])
  }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    let states = try GatedRecurrence(isReversed: isReversed).resultType(of: operands)
    return TensorType(rows: states.rows, dims: [states.dims[0], .size(Self.kept) * states.dims[1]])
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let units = result.lastDim / Self.kept
    forEachPlace(of: operands) { place, state, gates in
      let kept = gates.map { $0.reset + $0.update + $0.candidate + $0.recurrent }
      result.setVector(place, state + (kept ?? Array(repeating: 0, count: 4 * units)))
    }
  }

  /// Calls `body` with each place, the state behind it, and its gates where its mask is not 0.
  func forEachPlace(
    of operands: [ReferenceTensor], _ body: (Int, _ state: [Double], GatedGates?) -> Void
  ) {
    let sizes = SequenceSizes(operands[0], isReversed: isReversed)
    let units = operands[1].shape[0]
    for row in 0..<sizes.rows {
      var state = Array(repeating: 0.0, count: units)
      for place in sizes.places(of: row) {
        guard operands[3].values[place] != 0 else {
          body(place, state, nil)
          continue
        }
        let products = zip(product(state[...], operands[1]), operands[2].values).map { $0 + $1 }
        let gates = GatedGates(Array(operands[0].vector(place)), products, units: units)
        for j in 0..<units {
          state[j] = gates.candidate[j] + gates.update[j] * (state[j] - gates.candidate[j])
        }
        body(place, state, gates)
      }
    }
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(
      .sequence(
        .gatedRecurrenceStates, result.sequence(isReversed: isReversed, statesPerUnit: Self.kept)))
  }
}

/// The gates of a gated recurrent unit at one place, in the plain evaluation.
struct GatedGates {
  private(set) var reset: [Double] = []
  private(set) var update: [Double] = []
  private(set) var candidate: [Double] = []
  /// The state's part of the candidate, before reset.
  let recurrent: [Double]

  /// The gates from what inputs and states contribute.
  init(_ gates: [Double], _ products: [Double], units: Int) {
    recurrent = Array(products[(2 * units)...])
    for j in 0..<units {
      reset.append(logistic(gates[j] + products[j]))
      update.append(logistic(gates[units + j] + products[units + j]))
      candidate.append(tanh(gates[2 * units + j] + reset[j] * recurrent[j]))
    }
  }

  /// The gates of a place from what is kept of it.
  init(kept: ArraySlice<Double>) {
    let units = kept.count / GatedRecurrenceStates.kept
    let parts = (0..<GatedRecurrenceStates.kept).map { part in
      Array(kept.dropFirst(part * units).prefix(units))
    }
    (reset, update, candidate, recurrent) = (parts[1], parts[2], parts[3], parts[4])
  }
}
