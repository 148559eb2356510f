import MTLGraph

/// The states of a gated recurrent unit, given what the inputs contribute to its gates.
///
/// With `[x_r, x_z, x_n]` of a place, the state h before it, and `[p_r, p_z, p_n] = h * U + b`:
/// `r = sigmoid(x_r + p_r)`, `z = sigmoid(x_z + p_z)`, `n = tanh(x_n + r * p_n)`, and the state behind it
/// is `(1 - z) * n + z * h` (Cho et al., 2014, with the reset behind the product, as in cuDNN). The first
/// state is zero. A place whose mask is 0 leaves the state as it is.
///
/// - Constraint (C1): gates `[T, 3 * units]`, U `[units, 3 * units]`, b `[3 * units]`, mask `[T]`.
/// - Gradient: backwards through time, from what `gated_recurrence_states` keeps of every place.
struct GatedRecurrence: Primitive {
  static let name = "gated_recurrence"
  static let samples = [
    sample(length: 3, units: 2, isReversed: false), sample(length: 4, units: 3, isReversed: true),
    sample(length: 1, units: 1, isReversed: false),
  ]

  /// Whether it begins at the last place.
  let isReversed: Bool

  var attributes: String { isReversed ? "reversed" : "" }

  var containing: (any Primitive)? { GatedRecurrenceStates(isReversed: isReversed) }

  private static func sample(length: Int, units: Int, isReversed: Bool) -> Sample {
    Sample(
      GatedRecurrence(isReversed: isReversed), operandTypes(length: length, units: units),
      classes: [3: 2])
  }

  /// The types of gates, weights, bias and mask.
  static func operandTypes(length: Int, units: Int) -> [TensorType] {
    let rows = RowSpace(0)
    return [
      TensorType(rows: rows, [length, 3 * units]), TensorType([units, 3 * units]),
      TensorType([3 * units]), TensorType(rows: rows, [length]),
    ]
  }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 4, operands[0].dims.count == 2, operands[1].dims.count == 2,
      operands[0].dims[1] == operands[1].dims[1], operands[2].dims == [operands[1].dims[1]],
      operands[3] == TensorType(rows: operands[0].rows, dims: [operands[0].dims[0]])
    else {
      throw TypeMismatch("a gated recurrence takes gates, weights, a bias and a mask")
    }
    return TensorType(rows: operands[0].rows, dims: [operands[0].dims[0], operands[1].dims[0]])
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let states = GatedRecurrenceStates(isReversed: isReversed)
    states.forEachPlace(of: operands) { place, state, _ in result.setVector(place, state) }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    let (weights, mask) = (operands[1], operands[3])
    let states = try graph.emit(GatedRecurrenceStates(isReversed: isReversed), operands)
    let ofGates = try graph.emit(
      GatedRecurrenceGradient(isReversed: isReversed), states, weights, mask, cotangent)
    guard needed[1] || needed[2] else { return [ofGates, nil, nil, nil] }
    let ofProducts = try graph.emit(GatedProductGradient(), states, ofGates)
    let before = try graph.shifted(result, isReversed: isReversed)
    return [
      ofGates, needed[1] ? try graph.emit(Contraction(), before, ofProducts) : nil,
      needed[2] ? try graph.sum(ofProducts, to: graph.type(of: operands[2])) : nil, nil,
    ]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(.sequence(.gatedRecurrence, result.sequence(isReversed: isReversed)))
  }
}

extension TensorType {
  /// The sizes of a recurrence whose states have this type.
  func sequence(isReversed: Bool, statesPerUnit: Int = 1) -> SequenceShape {
    SequenceShape(
      rows: Extent(1, rows: rows), length: dims.first?.size ?? 0,
      width: (dims.last?.size ?? 0) / statesPerUnit, isReversed: isReversed)
  }
}
