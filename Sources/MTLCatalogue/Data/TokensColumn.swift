import MTLGraph

/// A text as words of a vocabulary.
struct TokensColumn: ColumnType {
  static let name = "tokens"
  static let summary = "A text as words of a vocabulary"
  static let details = """
    The vocabulary is learnt from the training rows: words that occur at least `min_count` times. Longer texts are cut at `max_length` words.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("max_length", .integer(1...65_536), default: .integer(128), "words kept of a text"),
    .named(
      "min_count", .integer(1...Int.max), default: .integer(1), "how often a word occurs at least"),
  ]
  static let example = "feature words: tokens(max_length: 64) = form"
  var isTrainable: Bool { false }
  static let isTensor = true

  let length: Int

  init(_ arguments: Arguments) { length = arguments.integer("max_length") }

  func fit(_ sample: ColumnSample) -> ColumnEncoding {
    .classes(sample.textCounts.keys.sorted())
  }

  var cell: CellKind { .text }

  func valueType(in context: ColumnContext) -> ValueType {
    .tokens(
      length: .size(length),
      vocabulary: context.classes.map { .size($0.count) }
        ?? .symbol("vocabulary(\(context.column))"))
  }
}
