import MTLGraph

/// The sum of outer products over all axes but the last: `[..., m] x [..., n] -> [m, n]`.
///
/// It is the gradient of a dense layer's weights.
///
/// - Constraint (C1): the operands agree in their rows and in all dimensions but the last.
struct Contraction: Primitive {
  static let name = "contraction"
  static let samples = [
    Sample(
      Contraction(),
      [TensorType(rows: RowSpace(0), [2, 3]), TensorType(rows: RowSpace(0), [2, 4])]),
    Sample(
      Contraction(), [TensorType(rows: RowSpace(0), [5]), TensorType(rows: RowSpace(0), [1])]),
  ]

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 2, operands[0].rows == operands[1].rows,
      operands[0].dims.dropLast() == operands[1].dims.dropLast(),
      let height = operands[0].dims.last, let width = operands[1].dims.last
    else {
      throw TypeMismatch("a contraction takes vectors of equal rows and places")
    }
    return TensorType(dims: [height, width])
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let (height, width) = (operands[0].lastDim, operands[1].lastDim)
    for row in 0..<operands[0].vectorCount {
      for i in 0..<height {
        for j in 0..<width {
          result.values[i * width + j] +=
            operands[0].values[row * height + i] * operands[1].values[row * width + j]
        }
      }
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    guard graph.type(of: cotangent).lanes == nil else {
      throw TypeMismatch("a contraction cannot be differentiated for several tasks at once")
    }
    return [
      needed[0]
        ? try graph.emit(MatrixProduct(transposesMatrix: true), operands[1], cotangent) : nil,
      needed[1] ? try graph.emit(MatrixProduct(), operands[0], cotangent) : nil,
    ]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    let sizes = operands[0].sizes ?? []
    return .kernel(
      .matrixProduct(
        MatrixProductShape(
          m: Extent(sizes.last ?? 0), n: result.dims.last?.size ?? 0,
          k: Extent(sizes.dropLast().reduce(1, *), rows: operands[0].rows), transposesA: true,
          transposesB: false)))
  }
}
