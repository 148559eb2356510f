/// Chooses the columns that the tasks learn.
struct LabelChoice {
  private let columns: [ColumnSummary]
  private let guesses: [ColumnGuess]
  /// The places of the columns that can be labels.
  private let candidates: [Int]
  private let names: [[String]]

  /// The places of the labels, in the file's order, and whether names tell them; else they are the
  /// last columns.
  static func labels(
    of columns: [ColumnSummary], _ guesses: [ColumnGuess]
  ) -> (places: [Int], areNamed: Bool) {
    let choice = LabelChoice(columns, guesses)
    for places in [
      choice.called(LabelChoice.isLabel), choice.dependentVariables, choice.outcomes,
    ] where !places.isEmpty {
      return (places, true)
    }
    return (choice.lastColumns, false)
  }

  private init(_ columns: [ColumnSummary], _ guesses: [ColumnGuess]) {
    self.columns = columns
    self.guesses = guesses
    names = columns.map { ColumnName.words(of: $0.name) }
    candidates = columns.indices.filter { LabelGuess(columns[$0], guesses[$0]) != nil }
  }

  private func called(_ isCalled: ([String]) -> Bool) -> [Int] {
    candidates.filter { isCalled(names[$0]) }
  }

  // MARK: Names that say it

  /// Whether a name says that the column is a label: `label`, `target_price`, `class_2`.
  private static func isLabel(_ words: [String]) -> Bool {
    guard let first = words.first, let last = words.last else { return false }
    if ["label", "labels", "target", "targets"].contains(first) { return true }
    if ["label", "target", "outcome"].contains(last) { return true }
    let rest = words.dropFirst()
    let isNumbered = rest.count <= 1 && rest.allSatisfy { $0.utf8.count == 1 || Int($0) != nil }
    return isNumbered && labelWords.contains(first)
  }

  private static let labelWords: Set<String> = [
    "class", "outcome", "outcomes", "response", "output", "outputs",
  ]

  /// Columns called `y`, or `y1`, `y2` and so on, at an end of the file.
  private var dependentVariables: [Int] {
    let found = called { words in
      words.first == "y" && (words.count == 1 || words.count == 2 && Int(words[1]) != nil)
    }
    let isAtEnd = found.last == candidates.last || found.first == candidates.first
    return isAtEnd && found.count < columns.count ? found : []
  }

  private var readCount: Int { guesses.count { $0.isRead } }

  // MARK: Outcomes

  /// Yes-or-no columns and categories called like something that happens, and those of the same
  /// kind that follow the first of them to the end of the file.
  private var outcomes: [Int] {
    let found = called { words in
      let rest = words.first == "is" || words.first == "has" ? words.dropFirst() : words[...]
      guard let last = rest.last else { return false }
      return rest.count == 1 && LabelChoice.outcomeWords.contains(last)
        || LabelChoice.eventWords.contains(last)
    }.filter { guesses[$0] != .number }
    guard let first = found.first else { return [] }
    let following = candidates.filter { $0 >= first }
    let isOneKind = following.allSatisfy { guesses[$0] == guesses[first] }
    return isOneKind && following.count < readCount ? following : found
  }

  private static let outcomeWords: Set<String> = [
    "click", "clicked", "purchase", "purchased", "conversion", "converted", "churn", "churned",
    "survived", "survival", "default", "died", "death", "mortality", "sentiment", "species",
    "approved", "readmitted", "like", "liked",
  ]

  private static let eventWords: Set<String> = ["failure", "fraud", "diagnosis", "churn"]

  // MARK: The last columns

  /// The longest run of counting names that is taken for labels; longer ones are features.
  private static let labelRunLimit = 16

  /// The last column, with those that its name counts on from; where these are many, the columns
  /// outside of such runs.
  private var lastColumns: [Int] {
    guard let last = candidates.last else { return [] }
    let runs = CountingName.runs(of: columns.map { $0.name })
    guard let run = runs.first(where: { $0.contains(last) }) else { return [last] }
    if run.count <= LabelChoice.labelRunLimit {
      let labels = candidates.filter { run.contains($0) }
      return labels.count < readCount ? labels : [last]
    }
    let others = candidates.filter { place in
      !runs.contains { $0.count > LabelChoice.labelRunLimit && $0.contains(place) }
    }
    return others.isEmpty || others.count > 64 ? [last] : others
  }
}
