import MTLGraph

/// A vector of its own for each word of the vocabulary.
struct Embedding: TokenReader {
  static let name = "embedding"
  static let summary = "A vector of its own for each word of the vocabulary"
  static let details = """
    It takes `Tokens[T, V]` and gives `Float[T, width]`. The table has one row more than the vocabulary has \
    words, for those that are unknown; a place without a word gets zeros, and the steps that follow know \
    that there is none. The vectors start normally distributed around 0, with a standard deviation of 1. \
    A step of training moves the vectors of the words that its batch has, and no others, as PyTorch's \
    `SparseAdam` does: with millions of words it costs what the batch's words cost. With `dense_updates` every \
    vector moves in every step, as far as the optimizer's memory and decay move it. The optimizer `lamb`, \
    and a table that is read at two places of a model, want all vectors at once and move them all.
    """
  static let parameters: [ParameterDeclaration] = [
    .positional("width", .size, "length of a vector"),
    TableUpdates.parameter,
  ]
  static let example = "embedding(96) -> gru(96)"

  let width: Dim
  private let updates: TableUpdates

  init(_ arguments: Arguments) {
    width = arguments.dim("width")
    updates = TableUpdates(arguments)
  }

  func build(
    _ tokens: Value, vocabulary: Dim, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    try builder.lookUp(
      tokens, inTable: "weight", [vocabulary + .size(1), width], .normal(1), updates: updates)
  }
}
