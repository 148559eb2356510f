import MTLGraph

/// The sums that the gradient of `standardize` is made of: channel by channel those of the cotangent, then
/// those of the cotangent times the distance from the mean.
///
/// - Constraint (C1): x, a mean for each channel, and a cotangent of the type of x; the result has two
///   numbers for each channel.
struct StandardizeSums: PrimitiveWithoutGradient {
  static let name = "standardize_sums"
  static let samples = [
    Sample(
      StandardizeSums(),
      [
        TensorType(rows: RowSpace(0), [2, 3]), TensorType([3]),
        TensorType(rows: RowSpace(0), [2, 3]),
      ]),
    Sample(StandardizeSums(), [TensorType([4, 35]), TensorType([35]), TensorType([4, 35])]),
  ]

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 3, operands[0] == operands[2],
      let channels = operands[0].dims.last, operands[1] == TensorType(dims: [channels])
    else {
      throw TypeMismatch("the sums of `standardize` take a value, means and a cotangent")
    }
    return TensorType(dims: [channels * .size(2)])
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let channels = operands[0].lastDim
    for (index, cotangent) in operands[2].values.enumerated() {
      let channel = index % channels
      result.values[channel] += cotangent
      result.values[channels + channel] +=
        cotangent * (operands[0].values[index] - operands[1].values[channel])
    }
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(
      .standardizeSums(rows: operands[0].vectors, columns: operands[0].dims.last?.size ?? 0))
  }
}
