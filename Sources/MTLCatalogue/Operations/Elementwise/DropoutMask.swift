import MTLGraph

/// 1 / keep with probability `keep`, else 0, at each element of its operand's type.
///
/// Which elements are kept is a function of the seed, the step, the stream and the element's position,
/// so the gradient draws the same mask again and nothing needs to be remembered.
struct DropoutMask: ElementwiseRandom {
  static let name = "dropout_mask"
  static let samples = [
    Sample(
      DropoutMask(keep: 0.75, stream: 3), [TensorType(rows: RowSpace(0), [6])])
  ]

  /// The probability that an element stays.
  let keep: Double
  /// The random stream; every dropout of a model has its own.
  let stream: UInt32

  var attributes: String { "\(keep), stream \(stream)" }

  func number(_ uniform: Double) -> Double { uniform < keep ? 1 / keep : 0 }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .elementwise(.randomKeep, constant: keep, stream: stream)
  }
}
