/// The update that is the fairest bargain between the tasks.
struct NashBargaining: PendingWeighting {
  static let name = "nash"
  static let summary = "The update that is the fairest bargain between the tasks"
  static let details = """
    Weights `a` with `G a = 1 / a` for the Gram matrix G of the tasks' gradients (Navon et al., ICML 2022).
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "update_every", .integer(1...1_000_000), default: .integer(1), "steps between two solutions")
  ]
  static let level = WeightingLevel.gradients
  static let example = "weighting nash(update_every: 5)"

  init(_ arguments: Arguments) {}
}
