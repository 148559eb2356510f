import MTLGraph

/// The negative log-likelihood of the label's class under the softmax of logits.
struct CrossEntropyLoss: Loss {
  static let name = "cross_entropy"
  static let summary =
    "The negative log-likelihood of the label's class under the softmax of logits"
  static let details = """
    `log(sum_k exp(x_k)) - x_label`. It takes logits `Float[.., K]` and `Category[.., K]`; the softmax is \
    part of it. With `label_smoothing: s` the label is a distribution q, 1 - s at its class and s / K more \
    at every class (Szegedy et al., 2016), and with `class_weights` each class has its weight w: \
    `sum_k w_k * q_k * -log(softmax(x)_k)`. The mean is over rows and places, whatever their weights.
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "label_smoothing", .number(.belowOne), default: .float(0), usual: 0...0.3,
      "the share of a label that all classes have in common"),
    .named(
      "class_weights", .list(.number(.nonNegative)), "how much each class counts, in their order"),
  ]
  static let example = "loss cross_entropy(digits.digit, label_smoothing: 0.1)"
  static let likelihood = Likelihood.categorical

  let labelSmoothing: Double
  /// A weight for each class; none where all count the same.
  let classWeights: [Double]
  var weighsClasses: Bool { !classWeights.isEmpty }

  init(_ arguments: Arguments) {
    labelSmoothing = arguments.number("label_smoothing")
    classWeights = arguments.list("class_weights").map { $0.number ?? 1 }
  }

  func check(prediction: PredictionType, label: ValueType) throws(LabelMismatch) {
    guard case .category(let places, let classes) = label else { throw .noCategory }
    if !classWeights.isEmpty, let count = classes.size, count != classWeights.count {
      throw .setting(
        "class_weights",
        problem: "holds \(classWeights.count) numbers, and the label has \(count) classes")
    }
    try prediction.checkLogits(of: classes, at: places)
  }

  func build(
    prediction: Value, isProbability: Bool, label: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    let type = graph.type(of: prediction)
    let weights = try classWeights.isEmpty ? nil : graph.emit(ConstantVector(values: classWeights))
    var entropy = try graph.emit(CrossEntropy(), prediction, label)
    if let weights {
      entropy = try graph.multiply(entropy, weight(of: label, among: weights, in: &graph))
    }
    guard labelSmoothing > 0 else { return entropy }
    var entropies = try graph.negativeLogSoftmax(prediction)
    if let weights {
      entropies = try graph.multiply(entropies, graph.broadcast(weights, to: type))
    }
    let share = labelSmoothing / Double(type.dims.last?.size ?? 1)
    return try graph.add(
      graph.scale(entropy, by: 1 - labelSmoothing),
      graph.scale(graph.sumOverLastAxis(entropies), by: share))
  }

  /// The weight of the class at each place.
  private func weight(
    of label: Value, among weights: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    let table = try graph.emit(Reshape(dims: [.size(classWeights.count), .size(1)]), weights)
    let found = try graph.emit(LookUpRows(), table, label)
    return try graph.emit(Reshape(dims: graph.type(of: label).dims), found)
  }

  func transform(isProbability: Bool, label: ValueType) -> PredictionTransform { .softmax }
}
