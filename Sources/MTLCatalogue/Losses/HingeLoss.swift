import MTLGraph

/// How far a score falls short of the margin on the label's side of 0.
struct HingeLoss: Loss {
  static let name = "hinge"
  static let summary = "How far a score falls short of the margin on the label's side of 0"
  static let details = """
    `max(0, margin - (2 * y - 1) * x)` for a score x, or its square with `squared: true` (Cortes and \
    Vapnik, 1995). What the task predicts is the sigmoid of the score: yes from 0.5 on, and no measured \
    probability.
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "margin", .number(.positive), default: .float(1), "from which score on a row costs nothing"),
    .named("squared", .flag, default: .flag(false), "whether the shortfall is squared"),
  ]
  static let example = "loss hinge(digits.even, margin: 1)"
  static let likelihood = Likelihood.none
  static let reachesZero = true

  let margin: Double
  let isSquared: Bool

  init(_ arguments: Arguments) {
    margin = arguments.number("margin")
    isSquared = arguments.flag("squared")
  }

  func check(prediction: PredictionType, label: ValueType) throws(LabelMismatch) {
    guard case .flag(let dims) = label else { throw .noFlag }
    if prediction.isProbability { throw .probability(accepts: "scores") }
    guard prediction.dims == dims else { throw .shape(expected: dims) }
  }

  func build(
    prediction: Value, isProbability: Bool, label: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    let side = try graph.offset(graph.scale(label, by: -2), by: 1)
    let shortfall = try graph.emit(
      Rectify(), graph.offset(graph.multiply(side, prediction), by: margin))
    return isSquared ? try graph.emit(Square(), shortfall) : shortfall
  }

  func transform(isProbability: Bool, label: ValueType) -> PredictionTransform { .sigmoid }
}
