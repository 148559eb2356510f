import MTLGraph

/// The loss whose best prediction is a quantile of the labels.
struct QuantileLoss: DifferenceLoss {
  static let name = "quantile"
  static let summary = "The loss whose best prediction is a quantile of the labels"
  static let details = """
    `level * d` where the label is the larger by d, `(1 - level) * d` where it is the smaller (Koenker and
    Bassett, 1978). At `level: 0.5` it is half of `mae`.
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "level", .number(NumberRange(0, 1, excludesLower: true, excludesUpper: true)),
      default: .float(0.5), "share of the labels below the prediction")
  ]
  static let example = "loss quantile(arm.torque1, level: 0.9)"
  static let likelihood = Likelihood.laplace

  let level: Double

  init(_ arguments: Arguments) {
    level = arguments.number("level")
  }

  func loss(of difference: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    let above = try graph.emit(Rectify(), difference)
    let below = try graph.emit(Rectify(), graph.emit(Negate(), difference))
    return try graph.add(graph.scale(above, by: 1 - level), graph.scale(below, by: level))
  }
}
