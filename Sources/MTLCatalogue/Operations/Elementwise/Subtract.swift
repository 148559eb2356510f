import MTLGraph

/// `a - b`, element by element.
struct Subtract: ElementwiseBinary {
  static let name = "subtract"
  static let step = ElementwiseOperation.subtract
  static let samples = ElementwiseSamples.binary(Subtract())

  func apply(_ a: Double, _ b: Double) -> Double { a - b }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    [cotangent, needed[1] ? try graph.emit(Negate(), cotangent) : nil]
  }
}
