import MTLGraph

/// A vector of its own for each word of the vocabulary.
struct Embedding: TokenReader {
  static let name = "embedding"
  static let summary = "A vector of its own for each word of the vocabulary"
  static let details = """
    It takes `Tokens[T, V]` and gives `Float[T, width]`. The table has one row more than the vocabulary has \
    words, for those that are unknown; a place without a word gets zeros, and the steps that follow know \
    that there is none. The vectors start normally distributed around 0, with a standard deviation of 1.
    """
  static let parameters: [ParameterDeclaration] = [
    .positional("width", .size, "length of a vector")
  ]
  static let example = "embedding(96) -> gru(96)"

  let width: Dim

  init(_ arguments: Arguments) { width = arguments.dim("width") }

  func build(
    _ tokens: Value, vocabulary: Dim, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let table = try builder.parameter("weight", [vocabulary + .size(1), width], .normal(1))
    return try builder.graph.emit(LookUpRows(), table, tokens)
  }
}
