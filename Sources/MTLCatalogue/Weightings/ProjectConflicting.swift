/// Each task's gradient without what points against another's.
struct ProjectConflicting: PendingWeighting {
  static let name = "pcgrad"
  static let summary = "Each task's gradient without what points against another's"
  static let details = """
    Gradients are projected onto the normal planes of those that they conflict with, in random order (Yu et al., NeurIPS 2020).
    """
  static let level = WeightingLevel.gradients
  static let example = "weighting uncertainty -> pcgrad"

  init(_ arguments: Arguments) {}
}
