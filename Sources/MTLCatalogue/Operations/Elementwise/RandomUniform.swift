import MTLGraph

/// A uniform random number in [0, 1) at each element of its operand's type.
///
/// Each is a function of the seed, the step, the stream and the element's position, with 24 random bits.
struct RandomUniform: ElementwiseRandom {
  static let name = "random_uniform"
  static let samples = [
    Sample(RandomUniform(stream: 5), [TensorType([67])])
  ]

  /// The random stream.
  let stream: UInt32

  var attributes: String { "stream \(stream)" }

  func number(_ uniform: Double) -> Double { uniform }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .elementwise(.randomKeep, constant: 0, stream: stream)
  }
}
