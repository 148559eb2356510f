import MTLGraph

/// The Gaussian error linear unit, `x * Phi(x)`.
struct Gelu: ActivationLayer {
  static let name = "gelu"
  static let summary = "The Gaussian error linear unit, `x * Phi(x)`"
  static let details = """
    The exact form: `0.5 * x * (1 + erf(x / sqrt(2)))` (Hendrycks and Gimpel, 2016).
    """
  static let example = "dense(64) -> gelu"

  static func activate(_ x: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    try graph.emit(GaussianErrorLinearUnit(), x)
  }
}
