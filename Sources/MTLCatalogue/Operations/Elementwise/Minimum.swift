import MTLGraph

/// The smaller of two elements.
///
/// - Gradient: goes to the smaller element; to `a` where they are equal.
struct Minimum: ElementwiseBinary {
  static let name = "minimum"
  static let step = ElementwiseOperation.minimum
  static let samples = ElementwiseSamples.binary(Minimum())

  func apply(_ a: Double, _ b: Double) -> Double { min(a, b) }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    let second = try graph.emit(Greater(), operands[0], operands[1])
    let first = try graph.offset(graph.emit(Negate(), second), by: 1)
    return [
      needed[0] ? try graph.multiply(cotangent, first) : nil,
      needed[1] ? try graph.multiply(cotangent, second) : nil,
    ]
  }
}
