import MTLGraph

/// The sum or the mean of the vectors of a text's words.
struct EmbeddingBag: TokenReader {
  static let name = "embedding_bag"
  static let summary = "The sum or the mean of the vectors of a text's words"
  static let details = """
    It takes `Tokens[T, V]` and gives `Float[width]`: `embedding(width) -> mean_over(time)`, or the sum instead of \
    the mean; zeros for a text without any word. The vectors start and move as those of `embedding` do.
    """
  static let parameters: [ParameterDeclaration] = [
    .positional("width", .size, "length of a vector"),
    .named("mode", .word(["mean", "sum"]), default: .word("mean"), "how vectors become one"),
    TableUpdates.parameter,
  ]
  static let example = "embedding_bag(64) -> dense(1)"

  private let embedding: Embedding
  private let isMean: Bool

  init(_ arguments: Arguments) {
    embedding = Embedding(arguments)
    isMean = arguments.text("mode") == "mean"
  }

  func build(
    _ tokens: Value, vocabulary: Dim, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let vectors = try embedding.build(tokens, vocabulary: vocabulary, in: builder)
    let type = builder.type(of: vectors)
    guard type.dims.allSatisfy({ $0.size != nil }) else {
      return builder.pending(TensorType(rows: type.rows, dims: type.dims.suffix(1)))
    }
    guard isMean else { return try builder.graph.summedOverTime(vectors) }
    let mask = try builder.wordMask(of: tokens)
    return try MeanOver().reduce(vectors, mask: mask, in: &builder.graph)
  }
}
