import MTLGraph

/// The largest value over the places of a sequence that hold a word, column by column.
struct MaxOver: OverTime {
  static let name = "max_over"
  static let summary =
    "The largest value over the places of a sequence that hold a word, column by column"
  static let details = """
    It takes `Float[T, n]` and gives `Float[n]`; zeros for a text without any word. The gradient goes to \
    the first of equal places.
    """
  static let example = "max_over(time) -> dense(1)"
  static let probability = ProbabilityRule.preserved

  /// What is taken from places without a word: below every number that training meets.
  private static let penalty = 1e30

  func reduce(
    _ sequence: Value, mask: Value?, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    guard let mask else { return try graph.pooledOverTime(sequence) { MaxPool(window: $0) } }
    let lowered = try graph.scale(graph.offset(mask, by: -1), by: MaxOver.penalty)
    let kept = try graph.add(sequence, graph.broadcast(lowered, to: graph.type(of: sequence)))
    let largest = try graph.pooledOverTime(kept) { MaxPool(window: $0) }
    let rows = TensorType(rows: graph.type(of: sequence).rows, dims: [])
    let hasWords = try graph.atMostOne(graph.sum(mask, to: rows))
    return try graph.multiply(largest, graph.broadcast(hasWords, to: graph.type(of: largest)))
  }
}
