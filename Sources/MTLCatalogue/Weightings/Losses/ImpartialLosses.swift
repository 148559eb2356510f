import MTLGraph

/// Learns a factor for each loss that brings them to a common size.
struct ImpartialLosses: LossWeighting {
  static let name = "imtl_l"
  static let summary = "Learns a factor for each loss that brings them to a common size"
  static let details = """
    `L = sum exp(s_i) * L_i - s_i` with a learned s_i for each task (Liu et al., ICLR 2021): weights begin \
    at 1, and s_i is at rest where `exp(s_i) * L_i = 1`. It is twice `uncertainty` of squared differences \
    with the sign of s turned. s moves with the optimizer and does not decay; it does not grow beyond 20, \
    which a loss of 2e-9 asks for. A task without a label in the batch leaves its s alone. Losses have to be \
    positive. One backward pass; K parameters.
    """
  static let requirement = LossRequirement.positive
  static let growsNearZero = true
  static let advice = """
    For losses of different size, smoother than `scale_invariant`; before a scheme of gradients, as in \
    `imtl_l -> imtl_g`, it is IMTL.
    """
  static let example = "weighting imtl_l"
  static let laws: Set<WeightingLaw> = [.permutation]
  static let weightOrigin = WeightOrigin.scheme

  /// Where s stops to grow.
  private static let largest = 20.0

  init(_ arguments: Arguments) {}

  func combine(
    _ losses: TaskLosses, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let logScales = try builder.taskParameters("log_scale", of: losses, .constant(0))
    let weights = try builder.graph.emit(Exponential(), logScales)
    let bounded = try builder.graph.emit(MinimumConstant(constant: Self.largest), logScales)
    let reward = try builder.graph.sum(
      builder.graph.multiply(bounded, losses.presence), to: .scalar)
    return try builder.graph.subtract(
      builder.weightedSum(of: losses, weights: weights), reward)
  }
}
