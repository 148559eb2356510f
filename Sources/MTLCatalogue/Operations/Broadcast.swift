import MTLGraph

/// Repeats a value to fill a type: a scalar everywhere, a bias over rows, or one number for each row.
///
/// - Constraint (C1): the operand is a scalar, or its dimensions are the last ones of the result and
///   it has no rows, or it has the result's rows and its dimensions are the first ones.
/// - Gradient: the sum over what was repeated.
struct Broadcast: Primitive {
  static let name = "broadcast"
  static let samples = [
    Sample(Broadcast(type: TensorType(rows: RowSpace(0), [2, 3])), [.scalar]),
    Sample(Broadcast(type: TensorType(rows: RowSpace(0), [2, 3])), [TensorType([3])]),
    Sample(Broadcast(type: TensorType(rows: RowSpace(0), [2, 3])), [TensorType([2, 3])]),
    Sample(
      Broadcast(type: TensorType(rows: RowSpace(0), [2, 3])),
      [TensorType(rows: RowSpace(0), [2])]),
    Sample(Broadcast(type: TensorType([4, 2])), [TensorType([2])]),
  ]

  let type: TensorType

  var attributes: String { type.fullDescription }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 1, Alignment(of: operands[0], within: type) != nil else {
      throw TypeMismatch(
        "a value of shape \(operands.first?.description ?? "none") cannot be repeated to \(type)")
    }
    return type
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    let source = operands[0].values
    guard !source.isEmpty, !result.values.isEmpty else { return }
    let isPrefix = operands[0].isPrefix(of: result)
    let repeats = result.values.count / source.count
    for index in result.values.indices {
      result.values[index] = isPrefix ? source[index / repeats] : source[index % source.count]
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    [try graph.sum(cotangent, to: graph.type(of: operands[0]).withoutLanes)]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    switch Alignment(of: operands[0], within: type) {
    case .trailing: .broadcast(.repeat(operands[0].elementsPerRow))
    case .leading(let repeats): .broadcast(.stretch(repeats.knownProduct ?? 1))
    case .scalar, nil: .broadcast(.scalar)
    }
  }
}

/// How a smaller type lies within a larger one.
enum Alignment: Equatable {
  case scalar
  /// It is the larger type's last dimensions, without rows.
  case trailing
  /// It is the larger type's rows and first dimensions; the further dimensions are these.
  case leading([Dim])

  /// The alignment, or `nil` where the small type does not lie within the large one.
  init?(of small: TensorType, within large: TensorType) {
    let isPrefix = small.dims.elementsEqual(large.dims.prefix(small.dims.count))
    if small.isScalar {
      self = .scalar
    } else if small.rows == large.rows, isPrefix {
      self = .leading(Array(large.dims.dropFirst(small.dims.count)))
    } else if small.rows == nil, small.dims.elementsEqual(large.dims.suffix(small.dims.count)) {
      self = .trailing
    } else {
      return nil
    }
  }
}

extension ReferenceTensor {
  /// Whether the axes of this tensor are the first ones of a larger one.
  func isPrefix(of larger: ReferenceTensor) -> Bool {
    hasRows == larger.hasRows && shape.elementsEqual(larger.shape.prefix(shape.count))
  }
}
