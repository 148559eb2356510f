import MTLGraph

/// The sums along the last axis of the elements up to each, or from each on.
///
/// - Constraint (C1): the operand has a last axis.
/// - Gradient: the running sum of the cotangent in the other direction.
struct RunningSum: Primitive {
  static let name = "running_sum"
  static let samples = [
    Sample(RunningSum(), [TensorType(rows: RowSpace(0), [5])]),
    Sample(RunningSum(isFromEnd: true), [TensorType(rows: RowSpace(0), [2, 3])]),
    Sample(RunningSum(), [TensorType(rows: RowSpace(0), [2, 1])]),
  ]

  /// Whether each sum begins at the last element.
  var isFromEnd = false

  var attributes: String { isFromEnd ? "from the end" : "" }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 1, !operands[0].dims.isEmpty else {
      throw TypeMismatch("`running_sum` takes a value with a last axis")
    }
    return operands[0]
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let width = result.lastDim
    for row in 0..<result.vectorCount {
      let places = row * width..<(row + 1) * width
      var sum = 0.0
      for place in isFromEnd ? Array(places.reversed()) : Array(places) {
        sum += operands[0].values[place]
        result.values[place] = sum
      }
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    [try graph.emit(RunningSum(isFromEnd: !isFromEnd), cotangent)]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    let columns = result.dims.last?.size ?? 0
    return .kernel(
      .runningSum(rows: result.vectors, columns: columns, isFromEnd: isFromEnd))
  }
}
