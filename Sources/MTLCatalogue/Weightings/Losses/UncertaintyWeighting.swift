import MTLGraph

/// Learns a noise level for each task and divides its loss by it.
struct UncertaintyWeighting: LossWeighting {
  static let name = "uncertainty"
  static let summary = "Learns a noise level for each task and divides its loss by it"
  static let details = """
    `L = sum f_i * exp(-s_i) * L_i + r_i * s_i` with a learned log-variance s_i for each task (Kendall, Gal \
    and Cipolla, CVPR 2018). The likelihood of the task's loss gives f and r: 1 and 1/2 for classes, 1/2 \
    and 1/2 for squared differences, 1 and 1 for absolute ones, 1 and 1/2 for losses that are no likelihood. \
    Of a loss below 0 the log-variance would go down without end, so losses have to be positive. Log-variances \
    begin at 0 (in LibMTL at -0.5), move with the optimizer and do not decay. LibMTL, TorchJD and most others \
    use the form of squared differences for every loss. One backward pass; K parameters.
    """
  static let advice = """
    Where the losses are likelihoods of different kinds, such as classes beside distances, so that their \
    sizes cannot be compared; a loss that is hard to lower loses weight.
    """
  static let example = "weighting uncertainty"
  static let laws: Set<WeightingLaw> = [.permutation]
  static let requirement = LossRequirement.positive
  static let weightOrigin = WeightOrigin.scheme
  static let growsNearZero = true

  init(_ arguments: Arguments) {}

  func combine(
    _ losses: TaskLosses, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let logVariances = try builder.taskParameters("log_variance", of: losses, .constant(0))
    let factors = losses.likelihoods.map(Self.factors)
    let precisions = try builder.graph.emit(
      Exponential(), builder.graph.emit(Negate(), logVariances))
    let weights = try builder.graph.multiply(
      precisions, builder.taskVector(factors.map(\.loss)))
    let present = try builder.graph.multiply(
      losses.presence, builder.taskVector(factors.map(\.logVariance)))
    let penalty = try builder.graph.sum(
      builder.graph.multiply(logVariances, present), to: .scalar)
    return try builder.graph.add(builder.weightedSum(of: losses, weights: weights), penalty)
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
