import MTLGraph

/// The negative log-likelihood of a flag under the sigmoid of a logit, or under a probability.
struct BinaryCrossEntropyLoss: Loss {
  static let name = "binary_cross_entropy"
  static let summary = "The negative log-likelihood of a flag under the sigmoid of a logit"
  static let details = """
    `log(1 + exp(x)) - y * x` for a logit x, computed without overflow. Given a probability p, as \
    `sigmoid` makes it, `-y * log(p) - (1 - y) * log(1 - p)` with p kept within 1e-7 of 0 and 1. With \
    `pos_weight: w` the term of yes counts w times; with `label_smoothing: s` y is s / 2 for no and \
    1 - s / 2 for yes.
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "pos_weight", .number(.positive), default: .float(1), usual: 0.001...1000,
      "how much the label yes counts"),
    .named(
      "label_smoothing", .number(.belowOne), default: .float(0), usual: 0...0.3,
      "the share of a label that yes and no have in common"),
  ]
  static let example = "loss binary_cross_entropy(digits.even)"
  static let likelihood = Likelihood.categorical

  let positiveWeight: Double
  let labelSmoothing: Double

  var weighsClasses: Bool { positiveWeight != 1 }

  init(_ arguments: Arguments) {
    positiveWeight = arguments.number("pos_weight")
    labelSmoothing = arguments.number("label_smoothing")
  }

  func check(prediction: PredictionType, label: ValueType) throws(LabelMismatch) {
    guard case .flag(let dims) = label else { throw .noFlag }
    guard prediction.dims == dims else { throw .shape(expected: dims) }
  }

  func build(
    prediction: Value, isProbability: Bool, label: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    let label = try graph.offset(
      graph.scale(label, by: 1 - labelSmoothing), by: labelSmoothing / 2)
    return try isProbability
      ? entropy(ofProbability: prediction, label, in: &graph)
      : entropy(ofLogit: prediction, label, in: &graph)
  }

  /// The loss of a logit, `log(1 + exp(x)) - y * x + (w - 1) * y * log(1 + exp(-x))`.
  private func entropy(
    ofLogit logit: Value, _ label: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    let product = try graph.multiply(label, logit)
    let entropy = try graph.subtract(graph.emit(Softplus(), logit), product)
    guard positiveWeight != 1 else { return entropy }
    let missed = try graph.emit(Softplus(), graph.emit(Negate(), logit))
    let more = try graph.scale(graph.multiply(label, missed), by: positiveWeight - 1)
    return try graph.add(entropy, more)
  }

  /// The loss of a probability, `-w * y * log(p) - (1 - y) * log(1 - p)`.
  private func entropy(
    ofProbability prediction: Value, _ label: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    let low = try graph.emit(MaximumConstant(constant: 1e-7), prediction)
    let probability = try graph.emit(MinimumConstant(constant: 1 - 1e-7), low)
    let yes = try graph.multiply(label, graph.emit(Logarithm(), probability))
    let otherwise = try graph.multiply(
      graph.complement(of: label),
      graph.emit(Logarithm(), graph.complement(of: probability)))
    let sum = try graph.add(graph.scale(yes, by: positiveWeight), otherwise)
    return try graph.emit(Negate(), sum)
  }

  func transform(isProbability: Bool, label: ValueType) -> PredictionTransform {
    isProbability ? .none : .sigmoid
  }
}
