import MTLGraph

/// The product of vectors along the last axis with a matrix: `[..., k] x [k, n] -> [..., n]`.
///
/// - Constraint (C1): the first operand has a last axis; the second is a matrix without rows whose
///   height (width, where it is stored transposed) is the length of that axis.
/// - Gradient: of the vectors, the cotangent times the transposed matrix; of the matrix, the
///   contraction of vectors and cotangent.
struct MatrixProduct: Primitive {
  static let name = "matrix_product"
  static let samples = [false, true].flatMap { transposes in
    [
      Sample(
        MatrixProduct(transposesMatrix: transposes),
        [TensorType(rows: RowSpace(0), [2, 3]), TensorType(transposes ? [4, 3] : [3, 4])]),
      Sample(
        MatrixProduct(transposesMatrix: transposes),
        [TensorType(rows: RowSpace(0), [5]), TensorType(transposes ? [1, 5] : [5, 1])]),
    ]
  }

  /// Whether the matrix is stored `[n, k]`.
  var transposesMatrix = false

  var attributes: String { transposesMatrix ? "transposed" : "" }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 2, let last = operands[0].dims.last, operands[1].rows == nil,
      operands[1].dims.count == 2
    else {
      throw TypeMismatch("a matrix product takes vectors and a matrix")
    }
    let (height, width) =
      transposesMatrix
      ? (operands[1].dims[1], operands[1].dims[0]) : (operands[1].dims[0], operands[1].dims[1])
    guard last == height else {
      throw TypeMismatch("vectors of \(last) elements meet a matrix of \(height) rows")
    }
    return TensorType(rows: operands[0].rows, dims: operands[0].dims.dropLast() + [width])
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let (vectors, matrix) = (operands[0], operands[1])
    let (inner, width) = (vectors.lastDim, result.lastDim)
    for row in 0..<vectors.vectorCount {
      for column in 0..<width {
        var sum = 0.0
        for index in 0..<inner {
          let element = transposesMatrix ? column * inner + index : index * width + column
          sum += vectors.values[row * inner + index] * matrix.values[element]
        }
        result.values[row * width + column] = sum
      }
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    let (vectors, matrix) = (operands[0], operands[1])
    let ofVectors =
      needed[0]
      ? try graph.emit(MatrixProduct(transposesMatrix: !transposesMatrix), cotangent, matrix) : nil
    guard needed[1] else { return [ofVectors, nil] }
    let ofMatrix =
      transposesMatrix
      ? try graph.emit(Contraction(), cotangent, vectors)
      : try graph.emit(Contraction(), vectors, cotangent)
    return [ofVectors, ofMatrix]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    let sizes = operands[0].sizes ?? []
    return .kernel(
      .matrixProduct(
        MatrixProductShape(
          m: Extent(sizes.dropLast().reduce(1, *), rows: operands[0].rows),
          n: result.dims.last?.size ?? 0, k: Extent(sizes.last ?? 0), transposesA: false,
          transposesB: transposesMatrix)))
  }
}
