import MTLGraph

/// Cross entropy that counts the rows most which are predicted worst.
struct FocalLoss: Loss {
  static let name = "focal"
  static let summary = "Cross entropy that counts the rows most which are predicted worst"
  static let details = """
    `weight * (1 - p)^gamma * -log(p)`, p the probability that logits give the label (Lin et al., 2017). \
    For a flag it is the sigmoid's, and the weight `alpha` for yes and `1 - alpha` for no, `alpha` 0.25 \
    unless given; for a category it is the softmax's, and the weight 1. With `gamma: 0` it is the cross \
    entropy, weighted.
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "gamma", .number(.nonNegative), default: .float(2), usual: 0...5, "how little easy rows count"
    ),
    .named("alpha", .number(NumberRange(0, 1)), "weight of the label yes"),
  ]
  static let example = "loss focal(digits.even, gamma: 2)"
  static let likelihood = Likelihood.categorical

  let gamma: Double
  let alpha: Double?

  init(_ arguments: Arguments) {
    gamma = arguments.number("gamma")
    alpha = arguments.optionalNumber("alpha")
  }

  func check(prediction: PredictionType, label: ValueType) throws(LabelMismatch) {
    switch label {
    case .flag(let dims):
      if prediction.isProbability { throw .probability(accepts: "logits") }
      guard prediction.dims == dims else { throw .shape(expected: dims) }
    case .category(let places, let classes):
      if alpha != nil {
        throw .setting("alpha", problem: "weighs yes against no, and the label is a category")
      }
      try prediction.checkLogits(of: classes, at: places)
    case .number, .tokens: throw .labelKind(accepts: "yes or no, or one of several classes")
    }
  }

  func build(
    prediction: Value, isProbability: Bool, label: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    let isCategory = graph.type(of: prediction).dims != graph.type(of: label).dims
    let entropy =
      try isCategory
      ? graph.emit(CrossEntropy(), prediction, label)
      : graph.subtract(
        graph.emit(Softplus(), prediction), graph.multiply(label, prediction))
    let probability = try graph.emit(Exponential(), graph.emit(Negate(), entropy))
    // Below this a row has no loss to speak of, and a power of it no gradient.
    let missed = try graph.emit(
      MaximumConstant(constant: 1e-12), graph.complement(of: probability))
    let focus = try graph.emit(Power(constant: gamma), missed)
    guard !isCategory else { return try graph.multiply(focus, entropy) }
    let alpha = alpha ?? 0.25
    let weight = try graph.offset(graph.scale(label, by: 2 * alpha - 1), by: 1 - alpha)
    return try graph.multiply(graph.multiply(weight, focus), entropy)
  }

  func transform(isProbability: Bool, label: ValueType) -> PredictionTransform {
    if case .category = label { .softmax } else { .sigmoid }
  }
}
