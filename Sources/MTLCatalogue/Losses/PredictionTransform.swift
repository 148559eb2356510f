import MTLGraph

/// What a loss makes of the value that it reads, for predictions and metrics.
package enum PredictionTransform: Sendable {
  case none
  case softmax
  case sigmoid
  case exponential
  /// The probabilities of ranks, of conditional logits for all but the last.
  case ranks
  /// The middle rank, as a number, of such logits.
  case middleRank
  /// The vector divided by its length.
  case unitVector
}

extension PredictionTransform {
  /// Applies the transform to a value.
  package func apply(to value: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    switch self {
    case .none: value
    case .softmax: try graph.emit(Softmax(), value)
    case .sigmoid: try graph.emit(LogisticSigmoid(), value)
    case .exponential: try graph.emit(Exponential(), value)
    case .ranks: try graph.emit(Softmax(), graph.logProbabilitiesOfRanks(value))
    case .middleRank: try graph.middleRank(value)
    case .unitVector: try graph.unitVectors(value)
    }
  }

  /// Whether it gives a probability for each class of a category.
  package var givesClasses: Bool { self == .softmax || self == .ranks }

  /// Whether its classes stand in an order, so that the middle one counts as predicted.
  package var isOrdered: Bool { self == .ranks }

  /// The ways in which metrics can read the value, as classes before as numbers.
  package var readings: [PredictionTransform] { self == .ranks ? [.ranks, .middleRank] : [self] }

  /// The label as it is compared with the transformed value: the class of a rank as a number.
  package func label(_ label: ValueType) -> ValueType {
    guard self == .middleRank, case .category(let places, _) = label else { return label }
    return .number(places.isEmpty ? [.size(1)] : places)
  }

  /// The dimensions of a transformed value.
  package func dims(of dims: [Dim]) -> [Dim] {
    guard let last = dims.last else { return dims }
    switch self {
    case .none, .softmax, .sigmoid, .exponential, .unitVector: return dims
    case .ranks: return dims.dropLast() + [last + .size(1)]
    case .middleRank: return dims.count == 1 ? [.size(1)] : dims.dropLast()
    }
  }
}
