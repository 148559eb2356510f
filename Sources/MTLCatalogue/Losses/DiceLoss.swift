import MTLGraph

/// One less the overlap of the places predicted and labelled yes.
struct DiceLoss: Loss {
  static let name = "dice"
  static let summary = "One less the overlap of the places predicted and labelled yes"
  static let details = """
    `1 - (2 * sum p * y + smooth) / (sum p + sum y + smooth)`, the sums over all places of a row, p the \
    sigmoid of a logit or a probability itself (Milletari et al., 2016). It gives one number for each row.
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "smooth", .number(.positive), default: .float(1),
      "what keeps the loss defined where no place is yes")
  ]
  static let example = "loss dice(digits.even)"
  static let likelihood = Likelihood.none

  let smooth: Double

  init(_ arguments: Arguments) { smooth = arguments.number("smooth") }

  func check(prediction: PredictionType, label: ValueType) throws(LabelMismatch) {
    guard case .flag(let dims) = label else { throw .noFlag }
    guard prediction.dims == dims else { throw .shape(expected: dims) }
  }

  func build(
    prediction: Value, isProbability: Bool, label: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    let row = TensorType(rows: graph.type(of: prediction).rows, dims: [])
    let probability = isProbability ? prediction : try graph.emit(LogisticSigmoid(), prediction)
    let shared = try graph.sum(graph.multiply(probability, label), to: row)
    let both = try graph.sum(graph.add(probability, label), to: row)
    let overlap = try graph.divide(
      graph.offset(graph.scale(shared, by: 2), by: smooth), graph.offset(both, by: smooth))
    return try graph.complement(of: overlap)
  }

  func transform(isProbability: Bool, label: ValueType) -> PredictionTransform {
    isProbability ? .none : .sigmoid
  }
}
