/// A rule that the labels of made-up rows follow, where they are more than random numbers.
package enum SyntheticProblem: Hashable, Sendable {
  /// Vectors of very different size that have most of their rule in common (Chen et al., GradNorm, ICML
  /// 2018): `scale_k tanh((B + E_k) x)` with x even in 0 to 1, the elements of B normal with deviation
  /// 10 and of each task's E with 3.5. Scales go from 1 for the first task to 100 for the last.
  case gradientNormalization
  /// Numbers that are more or less related (Ma et al., MMoE, KDD 2018): `w_k x + sum_i sin(a_i w_k x +
  /// b_i)` and noise of deviation 0.1, with x normal, five pairs a and b normal, and weights of a
  /// length, the scale, whose cosine is the correlation. The longer they are, the more of a sine a row sees.
  case expertMixture(correlation: Double, scale: Double)

  /// The problems' names in specs.
  static let names = ["gradnorm_toy", "mmoe_toy"]

  /// The problem of a name.
  init?(_ name: String, correlation: Double, scale: Double) {
    switch name {
    case "gradnorm_toy": self = .gradientNormalization
    case "mmoe_toy": self = .expertMixture(correlation: correlation, scale: scale)
    default: return nil
    }
  }
}
