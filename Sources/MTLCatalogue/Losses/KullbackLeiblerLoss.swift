import MTLGraph

/// The divergence of the softmax of logits from a distribution.
struct KullbackLeiblerLoss: Loss {
  static let name = "kl_divergence"
  static let summary = "The divergence of the softmax of logits from a distribution"
  static let details = """
    `sum_k y_k * (log(y_k) - log(softmax(x)_k))` over the last axis, a class of share 0 counting 0 \
    (Kullback and Leibler, 1951). Labels are the shares of the classes, which add up to 1.
    """
  static let example = "loss kl_divergence(scenes.shares)"
  static let likelihood = Likelihood.categorical
  static let takesCounts = true

  init(_ arguments: Arguments) {}

  func check(prediction: PredictionType, label: ValueType) throws(LabelMismatch) {
    guard case .number(let dims) = label, let last = dims.last, last != .size(1) else {
      throw .labelKind(accepts: "the shares of classes, such as `numbers(10)`")
    }
    if prediction.isProbability { throw .probability(accepts: "logits") }
    guard prediction.dims == dims else { throw .shape(expected: dims) }
  }

  func build(
    prediction: Value, isProbability: Bool, label: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    // A share of 0 meets a finite logarithm.
    let share = try graph.emit(MaximumConstant(constant: 1e-30), label)
    let distance = try graph.add(
      graph.emit(Logarithm(), share), graph.negativeLogSoftmax(prediction))
    return try graph.sumOverLastAxis(graph.multiply(label, distance))
  }

  func transform(isProbability: Bool, label: ValueType) -> PredictionTransform { .softmax }
}
