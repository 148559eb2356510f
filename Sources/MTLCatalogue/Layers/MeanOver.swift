import MTLGraph

/// The mean over the places of a sequence that hold a word.
struct MeanOver: OverTime {
  static let name = "mean_over"
  static let summary = "The mean over the places of a sequence that hold a word"
  static let details = """
    It takes `Float[T, n]` and gives `Float[n]`; zeros for a text without any word.
    """
  static let example = "mean_over(time) -> dense(1)"
  static let probability = ProbabilityRule.preserved
  var nature: LayerNature { .linear }

  func reduce(
    _ sequence: Value, mask: Value?, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    guard let mask else { return try graph.pooledOverTime(sequence) { AveragePool(window: $0) } }
    let sum = try graph.summedOverTime(graph.weighted(sequence, by: mask))
    let rows = TensorType(rows: graph.type(of: sequence).rows, dims: [])
    let count = try graph.atLeastOne(graph.sum(mask, to: rows))
    return try graph.divide(sum, graph.broadcast(count, to: graph.type(of: sum)))
  }
}
