import MTLGraph

/// `(x - mean) * factor + shift` with one mean, factor and shift for each channel.
///
/// - Constraint (C1): a value with a last axis, and three vectors as long as that axis, without rows.
struct Standardize: Primitive {
  static let name = "standardize"
  static let samples = [
    Sample(
      Standardize(),
      [TensorType(rows: RowSpace(0), [2, 3]), TensorType([3]), TensorType([3]), TensorType([3])]),
    Sample(
      Standardize(),
      [TensorType(rows: RowSpace(0), [1]), TensorType([1]), TensorType([1]), TensorType([1])]),
    Sample(
      Standardize(), [TensorType([4, 35]), TensorType([35]), TensorType([35]), TensorType([35])]),
  ]

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 4, !operands[0].dims.isEmpty,
      operands.dropFirst().allSatisfy({ $0 == TensorType(dims: operands[0].dims.suffix(1)) })
    else {
      throw TypeMismatch("`standardize` takes a value and three numbers for each channel")
    }
    return operands[0]
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let channels = result.lastDim
    for (index, value) in operands[0].values.enumerated() {
      let channel = index % channels
      result.values[index] =
        (value - operands[1].values[channel]) * operands[2].values[channel]
        + operands[3].values[channel]
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    let type = graph.type(of: operands[0]).withoutLanes
    let channels = type.sizes?.last ?? 0
    let factor = try graph.broadcast(operands[2], to: type)
    let sums = try graph.emit(StandardizeSums(), operands[0], operands[1], cotangent)
    let ofShift = try graph.slice(sums, at: 0, dims: [channels])
    let ofMean = try graph.emit(Negate(), graph.multiply(operands[2], ofShift))
    return [
      needed[0] ? try graph.multiply(cotangent, factor) : nil,
      needed[1] ? ofMean : nil,
      needed[2] ? try graph.slice(sums, at: channels, dims: [channels]) : nil,
      needed[3] ? ofShift : nil,
    ]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(.standardize(rows: result.vectors, columns: result.dims.last?.size ?? 0))
  }
}
