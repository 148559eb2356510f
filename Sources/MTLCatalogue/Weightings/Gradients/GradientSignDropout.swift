import MTLGraph

/// In each coordinate only the gradients of one sign, drawn by how much they agree.
struct GradientSignDropout: RowWeighting {
  static let name = "graddrop"
  static let summary =
    "In each coordinate only the gradients of one sign, drawn by how much they agree"
  static let details = """
    `P = (1 + sum g_i / sum |g_i|) / 2` for each coordinate, 1/2 where all are 0; with probability P only what \
    is above 0 is kept, else only what is below (Chen et al., NeurIPS 2020). `leak` is the share of all \
    gradients that passes in any case (the paper's; another implementation has it the wrong way round). `at: \
    representation` draws for each element of what the tasks' own parts read, without the paper's multiplication \
    by its sign; LibMTL, which has this form alone, multiplies so, adds the batch up and draws once for it. It \
    keeps nothing.
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "leak", .number(NumberRange(0, 1)), default: .float(0),
      "the share of the gradients that passes in any case"),
    GradientOptions.heads, GradientOptions.at,
  ]
  static let example = "weighting graddrop(leak: 0.1)"

  let options: GradientOptions
  private let leak: Double

  init(_ arguments: Arguments) {
    options = GradientOptions(arguments)
    leak = arguments.number("leak")
  }

  func combine(
    _ rows: GradientRows, in builder: ModelBuilder
  ) throws(TypeMismatch) -> CombinedRows {
    let sum = try builder.graph.sumRows(rows.values)
    let sizes = try builder.graph.sumRows(builder.graph.emit(Absolute(), rows.values))
    // sum / sizes is 0 where all are 0.
    let floor = try builder.graph.emit(MaximumConstant(constant: 1e-30), sizes)
    let agreement = try builder.graph.divide(sum, floor)
    let chance = try builder.graph.scale(builder.graph.offset(agreement, by: 1), by: 0.5)
    let drawn = try builder.graph.emit(RandomUniform(stream: builder.randomStream()), sum)
    let keepsAbove = try builder.graph.isPositive(builder.graph.subtract(chance, drawn))
    let keepsBelow = try builder.graph.isPositive(builder.graph.subtract(drawn, chance))
    // What is above 0 adds up to (sizes + sum) / 2, what is below to -(sizes - sum) / 2.
    let above = try builder.graph.multiply(keepsAbove, builder.graph.add(sizes, sum))
    let below = try builder.graph.multiply(keepsBelow, builder.graph.subtract(sizes, sum))
    let kept = try builder.graph.scale(builder.graph.subtract(above, below), by: 0.5 * (1 - leak))
    return CombinedRows(
      direction: try builder.graph.add(kept, builder.graph.scale(sum, by: leak)), weights: nil)
  }
}
