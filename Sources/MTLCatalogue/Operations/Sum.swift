import MTLGraph

/// The sum over the axes that a smaller type lacks: to a scalar, to the last dimensions (the gradient
/// of a bias), or to one number for each row.
///
/// - Constraint (C1): the result's type lies within the operand's, as for `broadcast`.
/// - Gradient: the cotangent, repeated.
struct Sum: Primitive {
  static let name = "sum"
  static let samples = [
    Sample(Sum(type: .scalar), [TensorType(rows: RowSpace(0), [2, 3])]),
    Sample(Sum(type: TensorType([3])), [TensorType(rows: RowSpace(0), [2, 3])]),
    Sample(Sum(type: TensorType(rows: RowSpace(0), [])), [TensorType(rows: RowSpace(0), [2, 3])]),
    Sample(Sum(type: TensorType(rows: RowSpace(0), [2])), [TensorType(rows: RowSpace(0), [2, 3])]),
    Sample(Sum(type: TensorType([2])), [TensorType([5, 2])]),
  ]

  let type: TensorType

  var attributes: String { type.fullDescription }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 1, Alignment(of: type, within: operands[0]) != nil else {
      throw TypeMismatch(
        "a value of shape \(operands.first?.description ?? "none") cannot be summed to \(type)")
    }
    return type
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let source = operands[0]
    guard !source.values.isEmpty, !result.values.isEmpty else { return }
    let isPrefix = result.isPrefix(of: source)
    let repeats = source.values.count / result.values.count
    for (index, value) in source.values.enumerated() {
      let target = isPrefix ? index / repeats : index % result.values.count
      result.values[target] += value
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    [try graph.broadcast(cotangent, to: graph.type(of: operands[0]).withoutLanes)]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    let operand = operands[0]
    switch Alignment(of: type, within: operand) {
    case .trailing:
      let leading = operand.dims.dropLast(type.dims.count)
      let rows = Extent(Array(leading).knownProduct ?? 0, rows: operand.rows)
      return .kernel(.sumColumns(rows: rows, columns: type.elementsPerRow))
    case .leading(let repeats):
      return .kernel(
        .sumRows(rows: Extent(of: type), columns: Extent(repeats.knownProduct ?? 0)))
    case .scalar, nil:
      return .kernel(.sumRows(rows: Extent(1), columns: Extent(of: operand)))
    }
  }
}
