/// What a task learns of a label, and how.
enum LabelGuess: Hashable, Sendable {
  case flag
  /// Whole numbers from 0 on.
  case numbered(classes: Int)
  /// Texts, or numbers that are names.
  case category(minimumCount: Int)
  /// A number; with a few values far from the others.
  case number(hasOutliers: Bool)

  /// How a label is learnt; `nil` where the column can be none.
  init?(_ column: ColumnSummary, _ guess: ColumnGuess) {
    switch guess {
    case .flag: self = .flag
    case .number:
      if let classes = LabelGuess.classes(of: column) {
        self = classes
      } else {
        self = .number(hasOutliers: column.kurtosis > 10)
      }
    case .category(let minimumCount):
      guard column.distinctCount <= LabelGuess.classLimit else { return nil }
      self = LabelGuess.classes(of: column) ?? .category(minimumCount: minimumCount)
    case .leftOut: return nil
    }
  }

  /// The most classes of a label.
  private static let classLimit = 1000

  /// The classes of a column of few whole numbers.
  private static func classes(of column: ColumnSummary) -> LabelGuess? {
    let words = Set(ColumnName.words(of: column.name))
    let isCalledClass = !words.isDisjoint(with: classWords)
    let isAmount = !words.isDisjoint(with: amountWords)
    guard column.isWhole, !isAmount, column.distinctCount * 2 <= column.cellCount else {
      return nil
    }
    if let count = column.classCount, count <= (isCalledClass ? 256 : 10) {
      return .numbered(classes: count)
    }
    let isFew = column.distinctCount <= (isCalledClass ? 64 : 2)
    return isFew ? .category(minimumCount: 1) : nil
  }

  private static let classWords: Set<String> = [
    "class", "label", "labels", "category", "type", "kind", "species", "digit", "group", "code",
    "diagnosis", "cluster", "cover",
  ]

  private static let amountWords: Set<String> = [
    "count", "cnt", "number", "num", "score", "rating", "grade", "price", "amount", "age", "years",
    "year", "days", "hours", "quantity", "total", "level",
  ]
}
