import MTLGraph

/// The sum of the losses, each with weight 1.
struct EqualWeighting: LossWeighting {
  static let name = "equal"
  static let summary = "The sum of the losses, each with weight 1"
  static let details = """
    `L = sum L_i`. It is the sum and not the mean, so that adding a task does not slow the others down.
    """
  static let advice = """
    First, always: it is what every other scheme is to be compared with, and often not beaten. Where losses \
    differ in size by orders of magnitude, give constant weights with `static`.
    """
  static let example = "weighting equal"

  init(_ arguments: Arguments) {}

  func combine(
    _ losses: TaskLosses, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    try builder.graph.sum(losses.values, to: .scalar)
  }
}
