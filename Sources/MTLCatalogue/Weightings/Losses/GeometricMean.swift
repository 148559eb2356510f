import MTLGraph

/// The geometric mean of the losses, times their number.
struct GeometricMean: LossWeighting {
  static let name = "gls"
  static let summary = "The geometric mean of the losses, times their number"
  static let details = """
    `L = K * (L_1 * ... * L_K)^(1 / K)`, K the number of tasks that have a label in the batch, so that a \
    task weighs `(L_1 * ... * L_K)^(1 / K) / L_i` (Chennupati et al., CVPR workshops 2019). The paper lacks \
    the factor K, which makes the weights 1 where all losses are equal. It is computed from logarithms; \
    LibMTL multiplies the losses themselves, which over- or underflows for many tasks, and reports weights \
    that are not the derivatives. A loss below 1e-8 counts as this and weighs 0; it makes the others' weights \
    small. Losses have to be positive. One backward pass, no state.
    """
  static let requirement = LossRequirement.positive
  static let growsNearZero = true
  static let advice = """
    For losses of different size that are to shrink in the same proportion, at the pace of plain losses.
    """
  static let example = "weighting gls"
  static let laws: Set<WeightingLaw> = [.oneTask, .permutation, .ownScale]

  init(_ arguments: Arguments) {}

  func combine(
    _ losses: TaskLosses, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let count = try builder.graph.sum(losses.presence, to: .scalar)
    let sum = try builder.graph.sum(builder.logarithms(of: losses), to: .scalar)
    let mean = try builder.graph.divide(sum, builder.graph.atLeastOne(count))
    return try builder.graph.multiply(count, builder.graph.emit(Exponential(), mean))
  }
}
