import MTLGraph

/// Keeps the embeddings of a class nearer than those of others.
struct TripletLoss: EmbeddingLoss {
  static let name = "triplet"
  static let summary = "Keeps the embeddings of a class nearer than those of others"
  static let details = """
    `max(0, d(i, p) - d(i, n) + margin)` for each row i of a batch, p the farthest row of its class and n the \
    nearest of another, d the Euclidean distance of embeddings divided by their lengths (Schroff, \
    Kalenichenko and Philbin, 2015; the hardest rows of a batch: Hermans, Beyer and Leibe, 2017). The mean \
    is over the rows of the batch that have a label, of which one that lacks p or n counts 0.
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "margin", .number(.positive), default: .float(0.2),
      "how much nearer those of a class are to be")
  ]
  static let example = "loss triplet(digits.digit, margin: 0.2)"
  static let likelihood = Likelihood.none
  static let reachesZero = true

  let margin: Double

  init(_ arguments: Arguments) { margin = arguments.number("margin") }

  func loss(
    of embedding: Value, label: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    let own = try graph.emit(HardestRow(isSameClass: true), embedding, label)
    let other = try graph.emit(HardestRow(isSameClass: false), embedding, label)
    let excess = try graph.subtract(
      distance(embedding, own, in: &graph), distance(embedding, other, in: &graph))
    let loss = try graph.emit(Rectify(), graph.offset(excess, by: margin))
    // A row's number is -1 where there is none.
    let hasBoth = try graph.multiply(
      graph.isPositive(graph.offset(own, by: 0.5)), graph.isPositive(graph.offset(other, by: 0.5)))
    return try graph.multiply(loss, hasBoth)
  }

  /// The distance of each embedding from that of a row of the batch.
  private func distance(
    _ embedding: Value, _ row: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    let partner = try graph.emit(LookUpRows(), embedding, row)
    let difference = try graph.subtract(embedding, partner)
    let square = try graph.sumOverLastAxis(graph.emit(Square(), difference))
    // Where two embeddings are one the distance has no slope.
    return try graph.emit(SquareRoot(), graph.emit(MaximumConstant(constant: 1e-12), square))
  }
}
