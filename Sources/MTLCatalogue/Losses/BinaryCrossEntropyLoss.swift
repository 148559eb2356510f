import MTLGraph

/// The negative log-likelihood of a flag under the sigmoid of a logit, or under a probability.
struct BinaryCrossEntropyLoss: Loss {
  static let name = "binary_cross_entropy"
  static let summary = "The negative log-likelihood of a flag under the sigmoid of a logit"
  static let details = """
    `log(1 + exp(x)) - y * x` for a logit x, computed without overflow. Given a probability p, as \
    `sigmoid` makes it, `-y * log(p) - (1 - y) * log(1 - p)` with p kept within 1e-7 of 0 and 1.
    """
  static let example = "loss binary_cross_entropy(digits.even)"
  static let likelihood = Likelihood.categorical

  init(_ arguments: Arguments) {}

  func check(prediction: PredictionType, label: ValueType) throws(LabelMismatch) {
    guard case .flag(let dims) = label else {
      throw .labelKind(accepts: "yes or no, such as `flag`")
    }
    guard prediction.dims == dims else { throw .shape(expected: dims) }
  }

  func build(
    prediction: Value, isProbability: Bool, label: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    guard isProbability else {
      let product = try graph.multiply(label, prediction)
      return try graph.subtract(graph.emit(Softplus(), prediction), product)
    }
    let low = try graph.emit(MaximumConstant(constant: 1e-7), prediction)
    let probability = try graph.emit(MinimumConstant(constant: 1 - 1e-7), low)
    let yes = try graph.multiply(label, graph.emit(Logarithm(), probability))
    let otherwise = try graph.multiply(
      complement(of: label, in: &graph),
      graph.emit(Logarithm(), complement(of: probability, in: &graph)))
    return try graph.emit(Negate(), graph.add(yes, otherwise))
  }

  /// `1 - x`, element by element.
  private func complement(of value: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    try graph.offset(graph.emit(Negate(), value), by: 1)
  }

  func transform(isProbability: Bool) -> PredictionTransform { isProbability ? .none : .sigmoid }
}
