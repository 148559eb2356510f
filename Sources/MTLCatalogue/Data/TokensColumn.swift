import MTLGraph

/// A text as words of a vocabulary.
struct TokensColumn: ColumnType {
  static let name = "tokens"
  static let summary = "A text as words of a vocabulary"
  static let details = """
    Runs of letters, digits and apostrophes are words, and so is every other character that is no blank; \
    with `split: blanks` only blanks divide words, and a source of sentences knows its words itself. The \
    vocabulary is learnt from the training rows: words that occur at least `min_count` times. All other \
    words are one more, the unknown one. Longer texts are cut at `max_length` words. \
    `tokens(vocabulary: 10_000)` has the words `0` to `9999`.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("max_length", .integer(1...65_536), default: .integer(128), "words kept of a text"),
    .named(
      "min_count", .integer(1...Int.max), default: .integer(1), "how often a word occurs at least"),
    .named(
      "vocabulary", .integer(1...1_048_576),
      "how many words there are, called by their numbers, instead of learning them"),
    .named(
      "split", .word(["words", "blanks"]), default: .word("words"), "what divides a text into words"
    ),
  ]
  static let example = "feature words: tokens(max_length: 64) = form"
  static let isTensor = true

  let length: Int
  private let minimumCount: Int
  private let declaredCount: Int?
  private let dividesAtBlanks: Bool

  init(_ arguments: Arguments) {
    length = arguments.integer("max_length")
    minimumCount = arguments.integer("min_count")
    declaredCount = arguments["vocabulary"] == nil ? nil : arguments.integer("vocabulary")
    dividesAtBlanks = arguments.text("split") == "blanks"
  }

  var cell: CellKind { .text }

  var words: WordForm? {
    WordForm(limit: length, dividesAtBlanks: dividesAtBlanks, keepsUnseenWords: true)
  }

  func fit(_ sample: ColumnSample) -> ColumnEncoding {
    if let declaredCount { return .classes((0..<declaredCount).map(String.init)) }
    guard let words else { return .classes([]) }
    return .classes(sample.wordCounts(words).vocabulary(minimumCount: minimumCount))
  }

  func valueType(in context: ColumnContext) -> ValueType {
    .tokens(
      length: .size(length),
      vocabulary: (declaredCount ?? context.classes?.count).map { .size($0) }
        ?? .symbol("vocabulary(\(context.column))"))
  }
}
