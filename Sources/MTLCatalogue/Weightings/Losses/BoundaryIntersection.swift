import MTLGraph

/// The way along a ray of trade-offs, and the distance from it.
struct BoundaryIntersection: LossWeighting {
  static let name = "pbi"
  static let summary = "The way along a ray of trade-offs, and the distance from it"
  static let details = """
    `d1 + theta * d2` is minimised, `d1 = L * w / |w|` the way along the ray and d2 the distance from it \
    (Zhang and Li, 2007; the ideal losses are taken as 0), times `|w|`, so that on the ray the tasks' \
    weights are w. A loss that is ahead of the ray may weigh less than 0 and is then held back; a small \
    `theta` prevents it. On the ray d2 has no slope (TorchJD adds a small number under its root). Only tasks \
    that have a label in the batch count. LibMTL does not have it. One backward pass, no state.
    """
  static let parameters: [ParameterDeclaration] = [
    TaskWeights.declaration,
    .named(
      "theta", .number(.nonNegative), default: .float(5), "how much the distance counts"),
  ]
  static let advice = """
    For one trade-off out of many: with the weights w the losses are brought to the ray `L = t * w` and down \
    along it.
    """
  static let requirement = LossRequirement.positive
  static let example = "weighting pbi(theta: 1)"
  static let laws: Set<WeightingLaw> = [.oneTask, .permutation]

  let preferences: TaskWeights
  let theta: Double
  var weighsBelowZero: Bool { theta > 0 }

  init(_ arguments: Arguments) {
    preferences = TaskWeights(arguments["weights"])
    theta = arguments.number("theta")
  }

  func combine(
    _ losses: TaskLosses, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let rule = BoundaryIntersectionRule(
      preferences: preferences.values(for: losses), theta: theta)
    return try builder.weightedSum(of: losses, weights: builder.weights(of: losses, by: rule))
  }
}

/// The derivative of the way along a ray and of the distance from it.
struct BoundaryIntersectionRule: LossRule {
  let preferences: [Double]
  let theta: Double

  func weigh(_ step: inout LossStep, workspace: inout Void) {
    let (norm, product, _) = step.products(with: preferences)
    guard norm > 0 else {
      for task in 0..<step.count where step.isPresent[task] { step.weights[task] = 0 }
      return
    }
    let way = product / (norm * norm)
    var square = 0.0
    for task in 0..<step.count where step.isPresent[task] {
      let deviation = step.losses[task] - way * preferences[task]
      square += deviation * deviation
    }
    let distance = square.squareRoot()
    // Rounding leaves a distance where there is none.
    let isOnRay = distance <= 1e-12 * abs(way) * norm
    for task in 0..<step.count where step.isPresent[task] {
      let deviation = step.losses[task] - way * preferences[task]
      let slope = isOnRay ? 0 : deviation / distance
      step.weights[task] = preferences[task] + norm * theta * slope
    }
  }
}
