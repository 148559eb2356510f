import MTLGraph

/// 1 where `a > b`, else 0.
///
/// - Gradient: zero.
struct Greater: ElementwiseBinary {
  static let name = "greater"
  static let step = ElementwiseOperation.greater
  static let samples = ElementwiseSamples.binary(Greater())

  func apply(_ a: Double, _ b: Double) -> Double { a > b ? 1 : 0 }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    [nil, nil]
  }
}
