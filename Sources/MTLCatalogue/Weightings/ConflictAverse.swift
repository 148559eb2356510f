/// The update near the mean gradient that helps the worst-off task most.
struct ConflictAverse: PendingWeighting {
  static let name = "cagrad"
  static let summary = "The update near the mean gradient that helps the worst-off task most"
  static let details = """
    `max_d min_i <g_i, d>` within `c * |g|` of the mean gradient g (Liu et al., NeurIPS 2021).
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "c", .number(NumberRange(0, 1)), default: .float(0.5), "size of the region around the mean")
  ]
  static let level = WeightingLevel.gradients
  static let example = "weighting cagrad(c: 0.4)"

  init(_ arguments: Arguments) {}
}
