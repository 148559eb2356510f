import MTLGraph

/// One of several classes for each word of a text.
struct TagsColumn: ColumnType {
  static let name = "tags"
  static let summary = "One of several classes for each word of a text"
  static let details = """
    The cell has the tags of the row's words in their order, with blanks between them; a source of \
    sentences knows them itself. `tags` learns its classes from the training rows, `tags(17)` has the \
    classes 0 to 16. A word without a tag, or with one that is no class, is left out of the loss. There \
    are as many places as the data set's `tokens` have words.
    """
  static let parameters: [ParameterDeclaration] = [
    .positional("classes", .integer(1...65_536), required: false, "how many classes there are")
  ]
  static let example = "label pos: tags = upos"

  private let declaredCount: Int?

  init(_ arguments: Arguments) {
    declaredCount = arguments["classes"] == nil ? nil : arguments.integer("classes")
  }

  var cell: CellKind { .text }

  var words: WordForm? {
    WordForm(limit: nil, dividesAtBlanks: true, keepsUnseenWords: false)
  }

  func fit(_ sample: ColumnSample) -> ColumnEncoding {
    if let declaredCount { return .classes((0..<declaredCount).map(String.init)) }
    guard let words else { return .classes([]) }
    return .classes(sample.wordCounts(words).vocabulary(minimumCount: 1))
  }

  func valueType(in context: ColumnContext) -> ValueType {
    .category(
      places: [context.sequenceLength ?? .symbol("length(\(context.column))")],
      classes: (declaredCount ?? context.classes?.count).map { .size($0) }
        ?? .symbol("classes(\(context.column))"))
  }
}
