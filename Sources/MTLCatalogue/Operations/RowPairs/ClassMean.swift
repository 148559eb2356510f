import MTLGraph

/// The mean of the other rows of a batch that have a row's class; zeros where there is none.
///
/// A row whose class number is below 0 has no class.
///
/// - Constraint (C1): vectors `[rows, n]`, class numbers `[rows]`.
/// - Gradient: the class mean of the cotangent, for the classes of a row and of another are equal
///   both ways; none for the class numbers.
struct ClassMean: Primitive {
  static let name = "class_mean"
  static let samples = [
    Sample(
      ClassMean(), [TensorType(rows: RowSpace(0), [5]), TensorType(rows: RowSpace(0), [])],
      rows: 9, classes: [1: 3]),
    Sample(
      ClassMean(), [TensorType(rows: RowSpace(0), [1]), TensorType(rows: RowSpace(0), [])],
      rows: 1, classes: [1: 2]),
    Sample(
      ClassMean(), [TensorType(rows: RowSpace(0), [19]), TensorType(rows: RowSpace(0), [])],
      rows: 4, classes: [1: 1]),
  ]

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 2 else { throw TensorType.noRowPairs }
    try operands[0].checkRowPairs(with: operands[1])
    return operands[0]
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let pairs = RowPairs(operands[0], operands[1])
    for row in pairs.labelled {
      let others = pairs.labelled.filter { $0 != row && pairs.haveOneClass(row, $0) }
      for other in others {
        pairs.add(other, times: 1 / Double(others.count), to: row, of: &result)
      }
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    [needed[0] ? try graph.emit(ClassMean(), cotangent, operands[1]) : nil, nil]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    operands[0].lowering(to: .classMean)
  }
}
