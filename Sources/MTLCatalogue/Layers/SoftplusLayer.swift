import MTLGraph

/// A smooth rectifier, `log(1 + exp(x))`.
struct SoftplusLayer: ActivationLayer {
  static let name = "softplus"
  static let summary = "A smooth rectifier, `log(1 + exp(x))`"
  static let details = """
    Computed without overflow; its result is above 0.
    """
  static let example = "dense(64) -> softplus"
  static let activation = ActivationNature(.nonNegative)

  static func activate(_ x: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    try graph.emit(Softplus(), x)
  }
}
