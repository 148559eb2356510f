import MTLGraph

/// Learns a noise level for each task and divides its loss by it.
struct UncertaintyWeighting: Weighting {
  static let name = "uncertainty"
  static let summary = "Learns a noise level for each task and divides its loss by it"
  static let details = """
    `L = sum f_i * exp(-s_i) * L_i + r_i * s_i` with a learned log-variance s_i for each task (Kendall, Gal \
    and Cipolla, CVPR 2018). The likelihood of the task's loss gives f and r: 1 and 1/2 for classes, 1/2 \
    and 1/2 for squared differences, 1 and 1 for absolute ones, 1 and 1/2 for counts (their quasi-likelihood, \
    Nelder and Pregibon, 1987) and for losses that are no likelihood. Log-variances begin at 0, move with the \
    optimizer and do not decay.
    """
  static let example = "weighting uncertainty"

  init(_ arguments: Arguments) {}

  func combine(
    _ losses: [TaskLoss], in builder: ModelBuilder
  ) throws(TypeMismatch) -> WeightedLoss {
    var weights: [Value] = []
    var regularization: Value?
    for loss in losses {
      let (factor, rate) = UncertaintyWeighting.factors(of: loss.likelihood)
      let logVariance = try builder.parameter("\(loss.task).log_variance", [], .constant(0))
      let precision = try builder.graph.emit(
        Exponential(), builder.graph.emit(Negate(), logVariance))
      weights.append(try builder.graph.scale(precision, by: factor))
      let term = try builder.graph.scale(
        builder.graph.multiply(logVariance, loss.presence), by: rate)
      regularization =
        if let sum = regularization { try builder.graph.add(sum, term) } else { term }
    }
    let weighted = try builder.weightedSum(of: losses, weights: weights)
    guard let regularization else { return weighted }
    return WeightedLoss(
      total: try builder.graph.add(weighted.total, regularization), weights: weights)
  }

  /// The factor on the loss, and that on the log-variance.
  private static func factors(of likelihood: Likelihood) -> (loss: Double, logVariance: Double) {
    switch likelihood {
    case .categorical, .poisson, .none: (1, 0.5)
    case .gaussian: (0.5, 0.5)
    case .laplace: (1, 1)
    }
  }
}
