import MTLGraph

/// Weighted losses, and a reward for keeping to the weights' direction.
struct CosineScalarization: LossWeighting {
  static let name = "cosmos"
  static let summary = "Weighted losses, and a reward for keeping to the weights' direction"
  static let details = """
    `sum w_i * L_i - K * lambda * cos(w, L)` is minimised, K the number of tasks that have a label in the \
    batch (Ruchte and Grabocka, ICDM 2021): K times the paper's, whose weights add up to 1. With `alpha` w \
    is drawn in each step from a Dirichlet distribution and scaled to the sum K; in the paper the network is \
    told what has been drawn, here, as in TorchJD, it is not: then one model of the average trade-off comes \
    out. A weight can be below 0 where losses are small against lambda. Where all losses are 0 the cosine \
    has no slope. LibMTL does not have it. One backward pass, no state; the numbers come from a random \
    stream of its own.
    """
  static let parameters: [ParameterDeclaration] = [
    TaskWeights.declaration,
    .named("lambda", .number(.nonNegative), default: .float(1), "how much the cosine counts"),
    .named(
      "alpha", .number(.positive),
      "concentration of the distribution that weights are drawn from; they are constant unless given"
    ),
  ]
  static let advice = """
    For one trade-off out of many, with a softer pull towards it than `pbi`.
    """
  static let requirement = LossRequirement.positive
  static let example = "weighting cosmos(lambda: 0.5)"
  static let laws: Set<WeightingLaw> = [.oneTask, .permutation]

  let preferences: TaskWeights
  let lambda: Double
  let concentration: Double?
  var weighsBelowZero: Bool { lambda > 0 }

  init(_ arguments: Arguments) {
    preferences = TaskWeights(arguments["weights"])
    lambda = arguments.number("lambda")
    concentration = arguments.optionalNumber("alpha")
  }

  func combine(
    _ losses: TaskLosses, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let rule = CosineRule(
      preferences: preferences.values(for: losses), lambda: lambda, concentration: concentration)
    return try builder.weightedSum(of: losses, weights: builder.weights(of: losses, by: rule))
  }
}

/// The derivative of weighted losses less their cosine with the weights.
struct CosineRule: LossRule {
  let preferences: [Double]
  let lambda: Double
  let concentration: Double?

  func makeWorkspace(tasks: Int) -> [Double] { preferences }

  func weigh(_ step: inout LossStep, workspace: inout [Double]) {
    if let concentration {
      for task in 0..<step.count {
        step.weights[task] = step.random.gamma(shape: concentration) * preferences[task]
      }
      step.normalizeWeights()
      for task in 0..<step.count { workspace[task] = step.weights[task] }
    }
    let (norm, product, size) = step.products(with: workspace)
    let count = Double(step.presentCount)
    let hasDirection = norm > 0 && size > 0
    let cosine = hasDirection ? product / (norm * size) : 0
    for task in 0..<step.count where step.isPresent[task] {
      let slope =
        hasDirection
        ? workspace[task] / (norm * size) - cosine * step.losses[task] / (size * size) : 0
      step.weights[task] = workspace[task] - count * lambda * slope
    }
  }
}
