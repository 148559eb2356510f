import MTLGraph

/// What several losses are made of.
extension Graph {
  /// `1 - x`, element by element.
  mutating func complement(of value: Value) throws(TypeMismatch) -> Value {
    try offset(emit(Negate(), value), by: 1)
  }

  /// The sum over the last axis.
  mutating func sumOverLastAxis(_ value: Value) throws(TypeMismatch) -> Value {
    let type = type(of: value).withoutLanes
    return try sum(value, to: TensorType(rows: type.rows, dims: type.dims.dropLast()))
  }

  /// `-log(softmax(x)_k)` for each class k of logits `[.., K]`.
  mutating func negativeLogSoftmax(_ logits: Value) throws(TypeMismatch) -> Value {
    let total = try broadcast(emit(LogSumExp(), logits), to: type(of: logits).withoutLanes)
    return try subtract(total, logits)
  }
}
