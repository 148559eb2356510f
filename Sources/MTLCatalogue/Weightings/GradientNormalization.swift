/// Weights that bring the tasks' gradient norms to a common size.
struct GradientNormalization: PendingWeighting {
  static let name = "gradnorm"
  static let summary = "Weights that bring the tasks' gradient norms to a common size"
  static let details = """
    `sum |G_i - mean(G) * r_i^alpha|` is minimised over the weights, r the relative rate of training (Chen et al., ICML 2018).
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "alpha", .number(.nonNegative), default: .float(1.5), "how strongly slow tasks are favoured")
  ]
  static let level = WeightingLevel.gradients
  static let example = "weighting gradnorm(alpha: 1.5)"

  init(_ arguments: Arguments) {}
}
