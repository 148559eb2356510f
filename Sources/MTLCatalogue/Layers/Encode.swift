import MTLGraph

/// Numbers and flags as they are, categories one-hot or as learnt vectors.
struct Encode: RecordEncoder {
  static let name = "encode"
  static let summary =
    "A record of columns as one vector: numbers and flags as they are, classes one-hot or learnt"
  static let details = """
    The columns follow in the order of the record. A category takes one place for each class and one \
    for missing and unseen ones; it has at most 256 classes. With `embedding` each category is a learnt \
    vector of that length instead, whatever its number of classes; missing and unseen ones share one. The \
    vectors begin uniform within `1 / sqrt(embedding)`.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("embedding", .size, "length of a category's learnt vector; one-hot unless given"),
    TableUpdates.parameter,
  ]
  static let example = "encode -> dense(64)"

  /// The most classes that are written one-hot.
  static let classLimit = 256

  private let embedding: Dim?
  private let updates: TableUpdates

  init(_ arguments: Arguments) {
    embedding = arguments["embedding"] == nil ? nil : arguments.dim("embedding")
    updates = TableUpdates(arguments)
  }

  func encode(column: String, _ type: ValueType) throws(TypeMismatch) -> ColumnForm {
    switch type {
    case .number(let dims), .flag(let dims):
      return ColumnForm(kind: .value, width: dims.product)
    case .category(let places, let classes):
      guard places.isEmpty else {
        throw TypeMismatch("`encode` cannot write `\(column)`, which has a class for each place")
      }
      if let embedding { return ColumnForm(kind: .embedded(updates), width: embedding) }
      if let count = classes.size, count > Encode.classLimit {
        throw TypeMismatch(
          "`\(column)` has \(count) classes, and `encode` writes at most \(Encode.classLimit) one-hot",
          help: "let them be learnt vectors, as in `encode(embedding: 16)`")
      }
      return ColumnForm(kind: .oneHot, width: classes + .size(1))
    case .tokens:
      throw TypeMismatch(
        "`encode` cannot write the tokens `\(column)`", help: "begin with `embedding(64)` instead")
    }
  }
}
