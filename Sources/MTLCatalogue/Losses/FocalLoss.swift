import MTLGraph

/// Binary cross entropy that counts the rows most which are predicted worst.
struct FocalLoss: Loss {
  static let name = "focal"
  static let summary = "Binary cross entropy that counts the rows most which are predicted worst"
  static let details = """
    `weight * (1 - p)^gamma * -log(p)`, p the probability that a logit gives the label, the weight `alpha` for \
    yes and `1 - alpha` for no (Lin et al., 2017). With `gamma: 0` it is the weighted cross entropy.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("gamma", .number(.nonNegative), default: .float(2), "how little easy rows count"),
    .named("alpha", .number(NumberRange(0, 1)), default: .float(0.25), "weight of the label yes"),
  ]
  static let example = "loss focal(digits.even, gamma: 2)"
  static let likelihood = Likelihood.categorical

  let gamma: Double
  let alpha: Double

  init(_ arguments: Arguments) {
    gamma = arguments.number("gamma")
    alpha = arguments.number("alpha")
  }

  func check(prediction: PredictionType, label: ValueType) throws(LabelMismatch) {
    guard case .flag(let dims) = label else {
      throw .labelKind(accepts: "yes or no, such as `flag`")
    }
    if prediction.isProbability { throw .probability(accepts: "logits") }
    guard prediction.dims == dims else { throw .shape(expected: dims) }
  }

  func build(
    prediction: Value, isProbability: Bool, label: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    let product = try graph.multiply(label, prediction)
    let entropy = try graph.subtract(graph.emit(Softplus(), prediction), product)
    let probability = try graph.emit(Exponential(), graph.emit(Negate(), entropy))
    let missed = try graph.offset(graph.emit(Negate(), probability), by: 1)
    // Below this a row has no loss to speak of, and a power of it no gradient.
    let kept = try graph.emit(MaximumConstant(constant: 1e-12), missed)
    let focus = try graph.emit(Power(constant: gamma), kept)
    let weight = try graph.offset(graph.scale(label, by: 2 * alpha - 1), by: 1 - alpha)
    return try graph.multiply(graph.multiply(weight, focus), entropy)
  }

  func transform(isProbability: Bool) -> PredictionTransform { .sigmoid }
}
