import MTLGraph

/// The sum of the losses' logarithms, which no loss's unit changes.
struct ScaleInvariant: LossWeighting {
  static let name = "scale_invariant"
  static let summary = "The sum of the losses' logarithms, which no loss's unit changes"
  static let details = """
    `L = sum log(L_i)`, so that a task weighs `1 / L_i` and its part of the gradient is how fast it shrinks \
    in proportion, whatever the unit (the baseline `SI` of Navon et al., ICML 2022). The weights grow as \
    losses fall: a bound on the gradient or a falling learning rate keeps the end of a run calm. A loss \
    below 1e-8 counts as this and weighs 0. Losses have to be positive. One backward pass, no state. Others \
    take `log(1 + L)`, which is near plain losses where these are small.
    """
  static let requirement = LossRequirement.positive
  static let growsNearZero = true
  static let advice = """
    For losses of very different size, without anything to tune.
    """
  static let example = "weighting scale_invariant"
  static let laws: Set<WeightingLaw> = [.permutation, .ownScale]

  init(_ arguments: Arguments) {}

  func combine(
    _ losses: TaskLosses, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    try builder.graph.sum(builder.logarithms(of: losses), to: .scalar)
  }
}
