/// The update whose projections on all tasks' unit gradients are equal.
struct ImpartialGradients: PendingWeighting {
  static let name = "imtl_g"
  static let summary = "The update whose projections on all tasks' unit gradients are equal"
  static let details = """
    IMTL-G (Liu et al., ICLR 2021): closed-form weights that sum to one.
    """
  static let level = WeightingLevel.gradients
  static let example = "weighting imtl_g"

  init(_ arguments: Arguments) {}
}
