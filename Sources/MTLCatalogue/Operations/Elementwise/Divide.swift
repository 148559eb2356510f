import MTLGraph

/// `a / b`, element by element.
struct Divide: ElementwiseBinary {
  static let name = "divide"
  static let step = ElementwiseOperation.divide
  static let samples = ElementwiseSamples.binary(Divide(), range: 0.5...2)

  func apply(_ a: Double, _ b: Double) -> Double { a / b }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    let first = try graph.emit(self, cotangent, operands[1])
    guard needed[1] else { return [first, nil] }
    let second = try graph.emit(Negate(), graph.multiply(first, result))
    return [first, second]
  }
}
