import MTLGraph

/// `a + b`, element by element.
struct Add: ElementwiseBinary {
  static let name = "add"
  static let step = ElementwiseOperation.add
  static let samples = ElementwiseSamples.binary(Add())

  func apply(_ a: Double, _ b: Double) -> Double { a + b }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    [cotangent, cotangent]
  }
}
