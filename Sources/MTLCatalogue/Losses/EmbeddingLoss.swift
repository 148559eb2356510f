import MTLGraph

/// A loss of vectors that are compared with those of the batch's other rows.
protocol EmbeddingLoss: Loss {
  /// The loss of every row, `[rows]`, of embeddings of length 1; a class number below 0 is that of a
  /// row without a label.
  func loss(of embedding: Value, label: Value, in graph: inout Graph) throws(TypeMismatch) -> Value
}

extension EmbeddingLoss {
  package static var comparesRows: Bool { true }

  /// Takes one class for each row, and a vector of any length.
  package func check(prediction: PredictionType, label: ValueType) throws(LabelMismatch) {
    guard case .category(let places, _) = label, places.isEmpty else { throw .noCategory }
    guard prediction.dims.count == 1 else {
      throw .shape(expected: [prediction.dims.product])
    }
  }

  /// The loss of the embeddings divided by their lengths.
  package func build(
    prediction: Value, isProbability: Bool, label: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    try loss(of: graph.unitVectors(prediction), label: label, in: &graph)
  }

  /// What the task predicts is the embedding divided by its length.
  package func transform(isProbability: Bool, label: ValueType) -> PredictionTransform {
    .unitVector
  }
}

extension Graph {
  /// `x / |x|` along the last axis; a vector of zeros stays what it is.
  mutating func unitVectors(_ value: Value) throws(TypeMismatch) -> Value {
    let square = try sumOverLastAxis(emit(Square(), value))
    let bounded = try emit(MaximumConstant(constant: 1e-24), square)
    let factor = try emit(ReciprocalSquareRoot(), bounded)
    return try multiply(value, broadcast(factor, to: type(of: value).withoutLanes))
  }
}
