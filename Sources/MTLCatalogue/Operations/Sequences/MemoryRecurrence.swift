import Foundation
import MTLGraph

/// The states of a long short-term memory, given what the inputs contribute to its gates: of each place
/// the output and, behind it, the cell.
///
/// With the sums `[i, f, g, o]` of a place's gates and `h * U`, h the output before it and c the cell:
/// `c' = sigmoid(f) * c + sigmoid(i) * tanh(g)` and `h' = sigmoid(o) * tanh(c')` (Hochreiter and
/// Schmidhuber, 1997, with the forget gate of Gers et al., 2000). Both begin with zeros. A place whose
/// mask is 0 leaves them as they are.
///
/// - Constraint (C1): gates `[T, 4 * units]`, U `[units, 4 * units]`, mask `[T]`.
/// - Gradient: backwards through time, all products of outputs with U made anew in one go.
struct MemoryRecurrence: Primitive {
  static let name = "memory_recurrence"
  static let samples = [
    sample(length: 3, units: 2, isReversed: false), sample(length: 4, units: 3, isReversed: true),
    sample(length: 1, units: 1, isReversed: false),
  ]

  /// Whether it begins at the last place.
  let isReversed: Bool

  var attributes: String { isReversed ? "reversed" : "" }

  private static func sample(length: Int, units: Int, isReversed: Bool) -> Sample {
    let rows = RowSpace(0)
    return Sample(
      MemoryRecurrence(isReversed: isReversed),
      [
        TensorType(rows: rows, [length, 4 * units]), TensorType([units, 4 * units]),
        TensorType(rows: rows, [length]),
      ], classes: [2: 2])
  }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 3, operands[0].dims.count == 2, operands[1].dims.count == 2,
      operands[0].dims[1] == operands[1].dims[1],
      operands[2] == TensorType(rows: operands[0].rows, dims: [operands[0].dims[0]])
    else {
      throw TypeMismatch("a recurrence with memory takes gates, weights and a mask")
    }
    return TensorType(
      rows: operands[0].rows, dims: [operands[0].dims[0], .size(2) * operands[1].dims[0]])
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let sizes = SequenceSizes(operands[0], isReversed: isReversed)
    let units = result.lastDim / 2
    for row in 0..<sizes.rows {
      var state = Array(repeating: 0.0, count: 2 * units)
      for place in sizes.places(of: row) {
        if operands[2].values[place] != 0 {
          let products = product(state[..<units], operands[1])
          let sums = zip(operands[0].vector(place), products).map { $0 + $1 }
          for j in 0..<units {
            let gates = MemoryGates(sums, j, units: units)
            state[units + j] = gates.forget * state[units + j] + gates.input * gates.candidate
            state[j] = gates.output * tanh(state[units + j])
          }
        }
        result.setVector(place, state)
      }
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    let weights = operands[1]
    let units = graph.type(of: weights).dims.first?.size ?? 0
    let outputs = try graph.emit(TakeColumns(offset: 0, count: units), result)
    let before = try graph.shifted(outputs, isReversed: isReversed)
    let sums = try graph.add(operands[0], graph.emit(MatrixProduct(), before, weights))
    let ofGates = try graph.emit(
      MemoryRecurrenceGradient(isReversed: isReversed),
      [sums, result, weights, operands[2], cotangent])
    return [ofGates, needed[1] ? try graph.emit(Contraction(), before, ofGates) : nil, nil]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(
      .sequence(.memoryRecurrence, result.sequence(isReversed: isReversed, statesPerUnit: 2)))
  }
}

/// The gates of one unit of a long short-term memory, in the plain evaluation.
struct MemoryGates {
  let input: Double
  let forget: Double
  let candidate: Double
  let output: Double

  init(_ sums: [Double], _ unit: Int, units: Int) {
    input = logistic(sums[unit])
    forget = logistic(sums[units + unit])
    candidate = tanh(sums[2 * units + unit])
    output = logistic(sums[3 * units + unit])
  }
}
