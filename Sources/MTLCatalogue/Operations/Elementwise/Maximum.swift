import MTLGraph

/// The larger of two elements.
///
/// - Gradient: goes to the larger element; to `b` where they are equal.
struct Maximum: ElementwiseBinary {
  static let name = "maximum"
  static let step = ElementwiseOperation.maximum
  static let samples = ElementwiseSamples.binary(Maximum())

  func apply(_ a: Double, _ b: Double) -> Double { max(a, b) }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    let first = try graph.emit(Greater(), operands[0], operands[1])
    let second = try graph.offset(graph.emit(Negate(), first), by: 1)
    return [
      needed[0] ? try graph.multiply(cotangent, first) : nil,
      needed[1] ? try graph.multiply(cotangent, second) : nil,
    ]
  }
}
