import MTLGraph

/// The sum of the losses, each with weight 1, or their mean.
struct EqualWeighting: LossWeighting {
  static let name = "equal"
  static let summary = "The sum of the losses, each with weight 1, or their mean"
  static let details = """
    `L = sum L_i`: the sum and not the mean, \
    so that adding a task does not slow the others down. With `reduction: mean` it is divided by the number \
    of tasks that have a label in the batch, as `Mean` of TorchJD and the text of LibMTL have it (whose code \
    takes the sum); a learning rate found with one needs to be scaled for the other. One backward pass, no \
    state.
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "reduction", .word(["sum", "mean"]), default: .word("sum"),
      "whether losses are added up or averaged")
  ]
  static let advice = """
    First, always: it is what every other scheme is to be compared with, and often not beaten. Where losses \
    differ in size by orders of magnitude, give constant weights with `static`.
    """
  static let example = "weighting equal"
  static let laws: Set<WeightingLaw> = [.oneTask, .permutation]
  static let weightOrigin = WeightOrigin.spec

  let isMean: Bool

  init(_ arguments: Arguments) { isMean = arguments.text("reduction") == "mean" }

  func combine(
    _ losses: TaskLosses, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let sum = try builder.graph.sum(losses.values, to: .scalar)
    return isMean ? try builder.graph.divide(sum, builder.presentCount(of: losses)) : sum
  }
}
