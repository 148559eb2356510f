import MTLSource

extension ColumnGuess.Reason {
  /// The reason in words that go behind a column's name and a colon.
  var description: String {
    switch self {
    case .noName: "no name"
    case .longName: "its name is too long"
    case .repeatedName: "several columns are called so"
    case .empty: "no row has a value"
    case .constant(let text): "always `\(VisibleText.escaped(String(text.prefix(40))))`"
    case .undecodable: "text that is not UTF-8"
    case .counter: "counts the rows"
    case .identifier: "an identifier"
    case .different: "nearly every row has a text of its own"
    case .sentences: "sentences, which cannot be read yet"
    case .dates: "dates or times, which cannot be read yet"
    case .part: "says which part of the data a row belongs to"
    case .manyTexts(let count): "\(count) different texts, more than `encode` takes"
    case .copy(let label): "the same as the label `\(VisibleText.escaped(label))`"
    case .tooLarge: "numbers that are too large to be scaled"
    case .alsoMissing(let word): "numbers but for `\(word)`, and only one text can be `missing:`"
    }
  }
}
