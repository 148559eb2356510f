import MTLGraph

/// A vector of its own for each word of the vocabulary.
struct Embedding: TokenReader {
  static let name = "embedding"
  static let summary = "A vector of its own for each word of the vocabulary"
  static let details = "It takes `Tokens[T, V]` and gives `Float[T, width]`."
  static let parameters: [ParameterDeclaration] = [
    .positional("width", .size, "length of a vector")
  ]
  static let example = "embedding(96) -> gru(96)"
  var isTrainable: Bool { false }

  let width: Dim

  init(_ arguments: Arguments) { width = arguments.dim("width") }

  func build(
    _ tokens: Value, vocabulary: Dim, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let type = builder.type(of: tokens)
    return builder.pending(TensorType(rows: type.rows, dims: type.dims + [width]))
  }
}
