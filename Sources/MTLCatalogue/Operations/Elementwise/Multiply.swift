import MTLGraph

/// `a * b`, element by element.
struct Multiply: ElementwiseBinary {
  static let name = "multiply"
  static let step = ElementwiseOperation.multiply
  static let samples = ElementwiseSamples.binary(Multiply())

  func apply(_ a: Double, _ b: Double) -> Double { a * b }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    [
      needed[0] ? try graph.emit(self, cotangent, operands[1]) : nil,
      needed[1] ? try graph.emit(self, cotangent, operands[0]) : nil,
    ]
  }
}
