import MTLGraph

/// Moving averages of the gradients of the losses' logarithms, all brought to the length of the longest.
struct DualBalancing: RowWeighting {
  static let name = "db_mtl"
  static let summary =
    "Moving averages of the gradients of the losses' logarithms, all as long as the longest"
  static let details = """
    `m_i = b m_i + (1 - b) g_i / L_i`, `d = sum_i (max_k |m_k| / |m_i|) m_i` (Lin et al., 2023). For losses of \
    very different sizes. Averages begin at 0 and are not corrected for it, as published: the first updates are \
    `1 - b` of their later size. LibMTL has a further `beta_sigma`, 0 unless given, and b goes down as `b / \
    t^beta_sigma`. In the paper and LibMTL the tasks' own parameters follow the gradients of log L; here plain \
    ones follow those of L, and with `heads: weighted` the factor is `max_k |m_k| / |m_i|` without `1 / L_i`. \
    The weight that is reported is that factor, without `1 / L_i` and `1 - b`. It keeps a vector of the shared \
    parameters for each task; that of a task without a label, or with a loss below 1e-8, stands still and has no \
    part in the step.
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "momentum", .number(.belowOne), default: .float(0.9), "b: how slowly averages follow"),
    GradientOptions.heads,
  ]
  static let example = "weighting db_mtl"
  static let requirement = LossRequirement.positive
  static let growsNearZero = true
  static let weightOrigin = WeightOrigin.scheme

  let options: GradientOptions
  private let momentum: Double

  init(_ arguments: Arguments) {
    options = GradientOptions(arguments)
    momentum = arguments.number("momentum")
  }

  func combine(
    _ rows: GradientRows, in builder: ModelBuilder
  ) throws(TypeMismatch) -> CombinedRows {
    // A task whose loss is 0 has arrived: it counts as one without a label.
    let presence = try builder.graph.multiply(
      rows.losses.presence,
      builder.graph.isPositive(
        builder.graph.offset(rows.losses.values, by: -TaskLosses.smallest)))
    let targets = try builder.graph.scaleRows(
      rows.values, by: builder.graph.divide(presence, builder.positiveLosses(rows.losses)))
    let rate = try builder.graph.constant(1 - momentum)
    let averages = try builder.movingAverages(
      of: targets, presence: presence, rate: rate)
    let norms = try builder.graph.multiply(
      builder.graph.emit(SquareRoot(), builder.graph.squaredNorms(of: averages)),
      presence)
    let longest = try builder.graph.joinLanes(of: builder.graph.lanes(of: norms)) {
      graph, a, b throws(TypeMismatch) in try graph.larger(a, b)
    }
    let floor = try builder.graph.emit(MaximumConstant(constant: 1e-30), norms)
    let factors = try builder.graph.multiply(
      builder.graph.divide(
        builder.graph.broadcast(longest, to: builder.graph.type(of: norms)), floor),
      presence)
    let direction = try builder.graph.sumRows(builder.graph.scaleRows(averages, by: factors))
    return CombinedRows(direction: direction, weights: factors)
  }
}
