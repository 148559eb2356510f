import MTLGraph

/// The rectified linear unit, `max(x, 0)`.
struct Relu: ActivationLayer {
  static let name = "relu"
  static let summary = "The rectified linear unit, `max(x, 0)`"
  static let details = """
    Its gradient is 1 above zero and 0 elsewhere, at zero too.
    """
  static let example = "dense(64) -> relu"
  static let activation = ActivationNature(.nonNegative, isIdempotent: true)

  static func activate(_ x: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    try graph.emit(Rectify(), x)
  }
}
