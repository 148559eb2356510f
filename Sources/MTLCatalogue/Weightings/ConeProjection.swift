/// The mean of the tasks' gradients, each projected so that it hurts none.
struct ConeProjection: PendingWeighting {
  static let name = "upgrad"
  static let summary = "The mean of the tasks' gradients, each projected so that it hurts none"
  static let details = """
    Each gradient is projected onto the dual cone of all of them, and the projections are averaged (Quinton and Rey, 2024).
    """
  static let level = WeightingLevel.gradients
  static let example = "weighting uncertainty -> upgrad"

  init(_ arguments: Arguments) {}
}
