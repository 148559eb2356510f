import MTLGraph

/// Draws the embeddings of a class together, and apart from those of others.
struct ContrastiveLoss: EmbeddingLoss {
  static let name = "contrastive"
  static let summary = "Draws the embeddings of a class together, and apart from those of others"
  static let details = """
    The supervised contrast of Khosla et al. (2020): `log(sum_a exp(z_i * z_a / temperature))`, the sum over \
    all other rows a of the batch, less the mean of `z_i * z_p / temperature` over the other rows p of the \
    row's class; z is the embedding divided by its length. The mean is over the rows of the batch that have \
    a label, of which one without another of its class counts 0.
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "temperature", .number(NumberRange(0.001, .infinity)), default: .float(0.1),
      "how little near embeddings count for more than far ones")
  ]
  static let example = "loss contrastive(digits.digit, temperature: 0.1)"
  static let likelihood = Likelihood.categorical

  let temperature: Double

  init(_ arguments: Arguments) { temperature = arguments.number("temperature") }

  func loss(
    of embedding: Value, label: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    let vectors = try graph.scale(embedding, by: 1 / temperature.squareRoot())
    let all = try graph.emit(PairLogSumExp(), vectors, label)
    let mean = try graph.emit(ClassMean(), vectors, label)
    let ones = try graph.constant(
      1, TensorType(rows: graph.type(of: label).rows, dims: [.size(1)]))
    let hasOthers = try graph.sumOverLastAxis(graph.emit(ClassMean(), ones, label))
    let own = try graph.sumOverLastAxis(graph.multiply(vectors, mean))
    return try graph.multiply(hasOthers, graph.subtract(all, own))
  }
}
