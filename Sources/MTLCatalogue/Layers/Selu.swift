import MTLGraph

/// The exponential linear unit that keeps mean and variance.
struct Selu: ActivationLayer {
  static let name = "selu"
  static let summary = "The exponential linear unit that keeps mean and variance"
  static let details = """
    `1.0507 * x` above 0, else `1.0507 * 1.6733 * (exp(x) - 1)`, the constants to their 16 digits
    (Klambauer et al., 2017).
    """
  static let example = "dense(64) -> selu"

  static func activate(_ x: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    let unit = try ExponentialLinearUnit.value(x, alpha: 1.6732632423543772, in: &graph)
    return try graph.scale(unit, by: 1.0507009873554805)
  }
}
