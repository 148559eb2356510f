import MTLGraph

/// The vector at the last place of a sequence that holds a word.
struct LastOver: OverTime {
  static let name = "last_over"
  static let summary = "The vector at the last place of a sequence that holds a word"
  static let details = """
    It takes `Float[T, n]` and gives `Float[n]`; zeros for a text without any word.
    """
  static let example = "gru(64) -> last_over(time)"
  static let probability = ProbabilityRule.preserved

  func reduce(
    _ sequence: Value, mask: Value?, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    let type = graph.type(of: sequence)
    let (length, width) = (type.dims[0].size ?? 1, type.dims[1].size ?? 1)
    guard let mask, length > 1 else {
      let flat = try graph.emit(Reshape(dims: [type.dims.product]), sequence)
      return try graph.emit(TakeColumns(offset: (length - 1) * width, count: width), flat)
    }
    // Words stand before places without one: the last is where the mask is 1 and 0 comes next.
    let next = try graph.emit(TakeColumns(offset: 1, count: length - 1), mask)
    let isLast = try graph.subtract(
      mask, graph.emit(PlaceColumns(offset: 0, width: length), next))
    return try graph.summedOverTime(graph.weighted(sequence, by: isLast))
  }
}
