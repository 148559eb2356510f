import MTLGraph

/// The mean and the variance of each channel over all rows and places: first all means, then all
/// variances (the mean squared distance from the mean), 0 where there are no rows.
///
/// - Constraint (C1): a value with a last axis, the channels; the result has twice as many numbers.
/// - Gradient: `(cotangent of mean + 2 (x - mean) * cotangent of variance) / count`.
struct ColumnMoments: Primitive {
  static let name = "column_moments"
  static let samples = [
    Sample(ColumnMoments(), [TensorType(rows: RowSpace(0), [2, 3])]),
    Sample(ColumnMoments(), [TensorType(rows: RowSpace(0), [1])]),
    Sample(ColumnMoments(), [TensorType([5, 17])]),
  ]

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 1, let channels = operands[0].dims.last else {
      throw TypeMismatch("`column_moments` takes a value with a last axis")
    }
    return TensorType(dims: [channels * .size(2)])
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let (x, channels) = (operands[0].values, operands[0].lastDim)
    let count = Double(max(operands[0].vectorCount, 1))
    for (index, value) in x.enumerated() { result.values[index % channels] += value / count }
    for (index, value) in x.enumerated() {
      let distance = value - result.values[index % channels]
      result.values[channels + index % channels] += distance * distance / count
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    let type = graph.type(of: operands[0]).withoutLanes
    let channels = type.sizes?.last ?? 0
    let mean = try graph.slice(result, at: 0, dims: [channels])
    let ofMean = try graph.slice(cotangent, at: 0, dims: [channels])
    let ofVariance = try graph.slice(cotangent, at: channels, dims: [channels])
    let share = try graph.broadcast(graph.share(ofOneAmong: type), to: TensorType([channels]))
    let even = try graph.multiply(ofMean, share)
    let slope = try graph.scale(graph.multiply(ofVariance, share), by: 2)
    let distance = try graph.subtract(operands[0], graph.broadcast(mean, to: type))
    let uneven = try graph.multiply(distance, graph.broadcast(slope, to: type))
    return [try graph.add(uneven, graph.broadcast(even, to: type))]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(
      .columnMoments(rows: operands[0].vectors, columns: operands[0].dims.last?.size ?? 0))
  }
}

extension Graph {
  /// 1 by the number of vectors along the last axis, at least one.
  fileprivate mutating func share(ofOneAmong type: TensorType) throws(TypeMismatch) -> Value {
    let places = Double((type.sizes ?? []).dropLast().reduce(1, *))
    guard let rows = type.rows else { return try constant(1 / max(places, 1)) }
    return try emit(Reciprocal(), atLeastOne(scale(rowCount(rows), by: places)))
  }
}
