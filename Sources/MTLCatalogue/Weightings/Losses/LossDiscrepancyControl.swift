import MTLGraph

/// Learns weights that keep the weighted losses close to each other.
struct LossDiscrepancyControl: LossWeighting {
  static let name = "ldc"
  static let summary = "Learns weights that keep the weighted losses close to each other"
  static let details = """
    `L = sum v_i + lambda * sum |v_i - v_(i+1)|` with `v_i = w_i * L_i / t_i` and `w = K * softmax(s)` is \
    minimised over the model and the learned s, which begins at 0 (Xiao et al., 2025): K times the paper's, \
    whose weights add up to 1; K is the number of tasks that have a label in the batch. t is 1, or with \
    `scale: first` each task's first loss. The differences are those of neighbours in the order of `mtl plan` \
    that both have a label, so that the order matters; s moves with the optimizer and does not decay. A \
    task's weight is `w_i / t_i`, less or more by up to twice lambda times that. One backward pass; K \
    parameters, and K numbers of state with `scale: first`, for which losses have to be positive. LibMTL and \
    TorchJD do not have it.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("lambda", .number(.nonNegative), default: .float(0.05), "how much discrepancy costs"),
    .named(
      "scale", .word(["none", "first"]), default: .word("none"),
      "whether losses are divided by the first of their task"),
  ]
  static let advice = """
    For tasks that are to advance evenly, at the cost of plain losses.
    """
  static let example = "weighting ldc(lambda: 0.1)"
  static let laws: Set<WeightingLaw> = [.oneTask]

  let penalty: Double
  let isScaled: Bool
  var weighsBelowZero: Bool { penalty > 0.5 }

  init(_ arguments: Arguments) {
    penalty = arguments.number("lambda")
    isScaled = arguments.text("scale") == "first"
  }

  var requirement: LossRequirement { isScaled ? .positive : .any }

  func combine(
    _ losses: TaskLosses, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let values =
      isScaled
      ? try builder.graph.divide(losses.values, firstLosses(losses, in: builder)) : losses.values
    let weighted = try builder.graph.multiply(weights(of: losses, in: builder), values)
    let sum = try builder.graph.sum(weighted, to: .scalar)
    guard losses.count > 1, penalty > 0 else { return sum }
    let (left, right) = try neighbours(in: weighted, of: losses, builder)
    let (isLeft, isRight) = try neighbours(in: losses.presence, of: losses, builder)
    let gaps = try builder.graph.multiply(
      builder.graph.emit(Absolute(), builder.graph.subtract(left, right)),
      builder.graph.multiply(isLeft, isRight))
    let discrepancy = try builder.graph.sum(gaps, to: .scalar)
    return try builder.graph.add(sum, builder.graph.scale(discrepancy, by: penalty))
  }

  /// The softmax over the tasks that have a label, times the number of them.
  private func weights(
    of losses: TaskLosses, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let logits = try builder.taskParameters("logit", of: losses, .constant(0))
    let shares = try builder.shares(logits, of: losses)
    let count = try builder.graph.broadcast(
      builder.presentCount(of: losses), to: builder.graph.type(of: shares))
    return try builder.graph.multiply(shares, count)
  }

  /// All elements but the last, and all but the first.
  private func neighbours(
    in vector: Value, of losses: TaskLosses, _ builder: ModelBuilder
  ) throws(TypeMismatch) -> (Value, Value) {
    let count = losses.count - 1
    return (
      try builder.graph.slice(vector, at: 0, dims: [count]),
      try builder.graph.slice(vector, at: 1, dims: [count])
    )
  }

  /// Each task's first loss above 0; 1 before it has one.
  private func firstLosses(
    _ losses: TaskLosses, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let state = builder.state("first_losses", [.size(losses.count)], .constant(0))
    let isOpen = try builder.graph.complement(of: builder.graph.isPositive(state))
    let values = try builder.graph.emit(StopGradient(), losses.values)
    let first = try builder.graph.add(state, builder.graph.multiply(isOpen, values))
    builder.assign(state, first)
    let isUnknown = try builder.graph.complement(of: builder.graph.isPositive(first))
    return try builder.graph.add(first, isUnknown)
  }
}
