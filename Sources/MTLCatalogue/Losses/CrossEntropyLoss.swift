import MTLGraph

/// The negative log-likelihood of the label's class under the softmax of logits.
struct CrossEntropyLoss: Loss {
  static let name = "cross_entropy"
  static let summary =
    "The negative log-likelihood of the label's class under the softmax of logits"
  static let details = """
    `log(sum_k exp(x_k)) - x_label`. It takes logits `Float[.., K]` and `Category[.., K]`; the softmax is \
    part of it.
    """
  static let example = "loss cross_entropy(digits.digit)"
  static let likelihood = Likelihood.categorical

  init(_ arguments: Arguments) {}

  func check(prediction: PredictionType, label: ValueType) throws(LabelMismatch) {
    guard case .category(let places, let classes) = label else {
      throw .labelKind(accepts: "one of several classes, such as `category(10)`")
    }
    if prediction.isProbability { throw .probability(accepts: "logits") }
    guard prediction.dims.count == places.count + 1,
      prediction.dims.dropLast() == places[...], let last = prediction.dims.last
    else {
      throw .shape(expected: label.predictionDims)
    }
    guard last == classes else { throw .classCount(predicted: last, classes: classes) }
  }

  func build(
    prediction: Value, isProbability: Bool, label: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    try graph.emit(CrossEntropy(), prediction, label)
  }

  func transform(isProbability: Bool) -> PredictionTransform { .softmax }
}
