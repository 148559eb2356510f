import MTLGraph

/// The negative log-likelihood of a count whose rate has the predicted logarithm.
struct PoissonLoss: Loss {
  static let name = "poisson"
  static let summary =
    "The negative log-likelihood of a count whose rate has the predicted logarithm"
  static let details = """
    `exp(x) - y * x`, the logarithm of y! left out, which no prediction changes, so that it can be below 0. \
    Labels are numbers from 0 on as they stand in the file, `number(scale: none)`; what the task predicts is the \
    rate `exp(x)`.
    """
  static let example = "loss poisson(arm.steps)"
  static let likelihood = Likelihood.poisson
  static let takesCounts = true
  static let canBeNegative = true

  init(_ arguments: Arguments) {}

  func check(prediction: PredictionType, label: ValueType) throws(LabelMismatch) {
    guard case .number(let dims) = label else {
      throw .labelKind(accepts: "a count, such as `number(scale: none)`")
    }
    guard prediction.dims == dims else { throw .shape(expected: dims) }
  }

  func build(
    prediction: Value, isProbability: Bool, label: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    let rate = try graph.emit(Exponential(), prediction)
    return try graph.subtract(rate, graph.multiply(label, prediction))
  }

  func transform(isProbability: Bool, label: ValueType) -> PredictionTransform { .exponential }
}
