import MTLSource

/// What the columns of a table are taken for, as a whole.
struct TableGuess {
  /// The columns in the file's order.
  let columns: [ColumnSummary]
  /// What each column is taken for.
  private(set) var guesses: [ColumnGuess]
  /// The places of the labels.
  let labels: [Int]
  /// Whether the labels' names say that they are labels.
  let hasNamedLabels: Bool
  /// The labels that are the sum of two others.
  let sums: [LabelLeakage.Sum]
  /// What is known of the sample as a whole.
  let facts: SampleFacts

  /// Guesses from summaries of the columns.
  init(_ summaries: [ColumnSummary], expectedRowCount: Int) {
    let missing = MissingText.find(in: summaries)
    let facts = SampleFacts(
      rowCount: summaries.first?.rowCount ?? 0, expectedRowCount: expectedRowCount,
      missing: missing)
    let columns = summaries.map { $0.settled(missing: missing) }
    var guesses = columns.map { ColumnGuess($0, in: facts) }
    let places = Dictionary(grouping: columns.indices) { columns[$0].name }
    for repeated in places.values where repeated.count > 1 {
      for place in repeated where !columns[place].name.isEmpty {
        guesses[place] = .leftOut(.repeatedName)
      }
    }
    self.columns = columns
    self.facts = facts
    let (labels, areNamed) = LabelChoice.labels(of: columns, guesses)
    let leakage = LabelLeakage(columns, guesses, labels: labels)
    for (place, label) in leakage.copies { guesses[place] = .leftOut(.copy(columns[label].name)) }
    self.guesses = guesses
    hasNamedLabels = areNamed
    sums = leakage.sums
    self.labels = (labels + sums.flatMap { $0.parts }).sorted()
    uniteRuns()
    if features.isEmpty { readCounters() }
  }

  /// The places of the columns that the model reads.
  var features: [Int] {
    let labels = Set(labels)
    return columns.indices.filter { guesses[$0].isRead && !labels.contains($0) }
  }

  /// The text of a missing value, where a column that is read has it.
  var missing: String? {
    facts.missing.flatMap { word in
      columns.indices.contains { guesses[$0].isRead && columns[$0].missingWords[word] != nil }
        ? word : nil
    }
  }

  /// The columns that are not read, as messages name them, and why.
  var unreadColumns: [(name: String, reason: String)] {
    columns.indices.compactMap { place in
      guard case .leftOut(let reason) = guesses[place] else { return nil }
      let name = columns[place].name
      return (
        name.isEmpty ? "column \(place + 1)" : VisibleText.escaped(String(name.prefix(60))),
        reason.description
      )
    }
  }

  /// Takes columns that count the rows for numbers, where there is nothing else to read.
  private mutating func readCounters() {
    for place in columns.indices where guesses[place] == .leftOut(.counter) {
      if !ColumnGuess.isIdentifier(columns[place]) { guesses[place] = .number }
    }
  }

  /// Gives columns that are called `x1`, `x2` and so on one type, so that they are one span.
  private mutating func uniteRuns() {
    let labels = Set(labels)
    for run in CountingName.runs(of: columns.map { $0.name }) where run.count > 2 {
      let members = run.filter { !labels.contains($0) && isUnited($0) }
      guard members.count == run.count, let guess = united(members) else { continue }
      for place in members { guesses[place] = guess }
    }
  }

  /// Whether a column may take the type of its neighbours.
  private func isUnited(_ place: Int) -> Bool {
    if case .leftOut(.constant) = guesses[place] { return columns[place].isNumber }
    return guesses[place].isRead
  }

  /// Whether a column can be a category, because it is taken for one or has few different texts.
  private func isCategory(_ place: Int) -> Bool {
    if case .category = guesses[place] { return true }
    return columns[place].distinctCount <= ColumnGuess.classLimit / 2
  }

  /// The type that all columns of a run can have.
  private func united(_ places: [Int]) -> ColumnGuess? {
    let read = places.filter { guesses[$0].isRead }
    guard !read.isEmpty else { return nil }
    var smallest: Int?
    for place in read {
      guard case .category(let count) = guesses[place] else { continue }
      smallest = max(smallest ?? 1, count)
    }
    if let smallest {
      return places.allSatisfy { isCategory($0) } ? .category(minimumCount: smallest) : nil
    }
    if places.allSatisfy({ columns[$0].isFlag }) { return .flag }
    return places.allSatisfy { columns[$0].isNumber } ? .number : nil
  }
}
