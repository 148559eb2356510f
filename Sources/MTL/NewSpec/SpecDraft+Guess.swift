import MTLSource

extension SpecDraft {
  /// The draft of a spec for a guessed table.
  ///
  /// - Parameters:
  ///   - guess: What the columns are taken for; at least one is a feature and one a label.
  ///   - path: The path in the spec.
  ///   - modelName: The name of the model, where the file's name does not say it.
  init(_ guess: TableGuess, path: String, modelName: String?) {
    let labels = guess.labels.compactMap { place in
      LabelGuess(guess.columns[place], guess.guesses[place]).map { (guess.columns[place], $0) }
    }
    let file = String(path.split(separator: "/").last ?? "table")
    var taken: Set = ["trunk"]
    self.modelName = modelName
    self.path = path
    tasks = SpecDraft.tasks(for: labels, avoiding: &taken)
    dataName = ColumnName.declared(SpecDraft.stem(of: file), kind: "rows", avoiding: &taken)
    missing = guess.missing
    origin = SpecDraft.origin(guess.facts, file: file)
    features = SpecDraft.groups(
      guess.features.map { (guess.columns[$0].name, guess.guesses[$0].type) })
    self.labels = SpecDraft.groups(labels.map { ($0.0.name, $0.1.type) })
    notes = guess.sums.map { sum in
      let names = ([sum.label] + sum.parts).map { VisibleText.escaped(guess.columns[$0].name) }
      return "`\(names[0])` is `\(names[1])` + `\(names[2])`, so these are labels too."
    }
    if !guess.hasNamedLabels {
      notes.insert("No name says what to predict: what stands last is a guess.", at: 0)
    }
    leftOut = SpecDraft.leftOut(guess)
    split = SpecDraft.split(labels, rowCount: guess.facts.rowCount)
    trunkWidth = SpecDraft.width(guess)
    training = TrainingDraft(rowCount: guess.facts.expectedRowCount)
  }

  /// A table's name without its endings.
  static func stem(of file: String) -> String {
    let stem = ["gz", "csv", "data", "tsv", "txt"].reduce(file) { name, ending in
      name.lowercased().hasSuffix(".\(ending)") ? String(name.dropLast(ending.count + 1)) : name
    }
    return stem.isEmpty ? "table" : stem
  }

  /// What the spec is, in words.
  var summary: String {
    let features = features.reduce(0) { $0 + $1.names.count }
    let unread = leftOut.reduce(0) { $0 + $1.names.count }
    return "\(taskCount) task\(taskCount == 1 ? "" : "s"), \(features) "
      + "feature\(features == 1 ? "" : "s")"
      + (unread == 0 ? "" : ", \(unread) column\(unread == 1 ? "" : "s") left out")
  }

  // MARK: Columns

  /// Columns of one type together, the types in the order in which they occur.
  private static func groups(_ columns: [(name: String, type: String)]) -> [ColumnGroup] {
    var groups: [ColumnGroup] = []
    for (name, type) in columns {
      if let place = groups.firstIndex(where: { $0.type == type }) {
        groups[place].names.append(name)
      } else {
        groups.append(ColumnGroup(names: [name], type: type))
      }
    }
    return groups
  }

  private static func leftOut(_ guess: TableGuess) -> [(names: [String], reason: String)] {
    var reasons: [(names: [String], reason: String)] = []
    for (name, reason) in guess.unreadColumns {
      if let known = reasons.firstIndex(where: { $0.reason == reason }) {
        if !reasons[known].names.contains(name) { reasons[known].names.append(name) }
      } else {
        reasons.append(([name], reason))
      }
    }
    return reasons
  }

  private static func origin(_ facts: SampleFacts, file: String) -> String {
    let rows = facts.rowCount == 1 ? "row" : "rows"
    let count = "\(facts.rowCount) \(rows)"
    let part = facts.isWhole ? "the \(count)" : "the first \(count)"
    return "\(part) of `\(VisibleText.escaped(file))`"
  }

  // MARK: Tasks

  private typealias Label = (column: ColumnSummary, guess: LabelGuess)

  /// The fewest labels of one kind that become a family.
  private static let familySize = 3

  private static func tasks(for labels: [Label], avoiding taken: inout Set<String>) -> [TaskDraft] {
    let hasOutliers = labels.contains { $0.guess == .number(hasOutliers: true) }
    let guesses = Set(labels.map { $0.guess.inFamily(hasOutliers: hasOutliers) })
    if labels.count >= familySize, guesses.count == 1, let guess = guesses.first {
      let stems = Set(labels.map { CountingName($0.column.name)?.stem ?? "" })
      let stem = stems.count == 1 ? stems.first ?? "" : ""
      let name = ColumnName.declared(
        stem.isEmpty ? "target" : stem.trimmingUnderscores, kind: "task", avoiding: &taken)
      let variable = ColumnName.declared("y", kind: "label", avoiding: &taken)
      return [TaskDraft(name: name, label: nil, variable: variable, guess: guess)]
    }
    return labels.map { column, guess in
      let name = ColumnName.declared(column.name, kind: "task", avoiding: &taken)
      return TaskDraft(name: name, label: column.name, guess: guess)
    }
  }

  // MARK: Settings

  /// Holds a tenth out for validation and for the test, a rare class in equal shares.
  private static func split(_ labels: [Label], rowCount: Int) -> SplitDraft {
    guard rowCount >= SampleFacts.fewRows else { return SplitDraft(holdsOut: false) }
    let rare = labels.first { column, guess in
      guard guess.isClass, let smallest = column.counts.last else { return false }
      return smallest * 5 < rowCount && column.distinctCount * 10 <= rowCount
    }
    return SplitDraft(holdsOut: true, stratum: rare?.column.name)
  }

  /// The width of the trunk's first layer.
  private static func width(_ guess: TableGuess) -> Int {
    let inputs = guess.features.reduce(0) { width, place in
      guard case .category = guess.guesses[place] else { return width + 1 }
      return width + min(guess.columns[place].distinctCount, ColumnGuess.classLimit) + 1
    }
    let width =
      switch guess.facts.expectedRowCount {
      case ..<1000: 32
      case ..<20_000: 64
      default: 128
      }
    return inputs > 300 ? width * 2 : width
  }
}

extension String {
  /// The text without the underscores at its end.
  fileprivate var trimmingUnderscores: String {
    String(reversed().drop { $0 == "_" }.reversed())
  }
}

extension ColumnGuess {
  /// The type, as a spec writes it.
  fileprivate var type: String {
    switch self {
    case .number: "number"
    case .flag: "flag"
    case .category(let count): count > 1 ? "category(min_count: \(count))" : "category"
    case .leftOut: ""
    }
  }
}

extension LabelGuess {
  /// The type, as a spec writes it.
  fileprivate var type: String {
    switch self {
    case .flag: "flag"
    case .numbered(let count): "category(\(count))"
    case .category(let count): count > 1 ? "category(min_count: \(count))" : "category"
    case .number: "number"
    }
  }

  /// The kind of label as far as it matters to a family, whose heads are one text.
  fileprivate func inFamily(hasOutliers: Bool) -> LabelGuess {
    if case .number = self { .number(hasOutliers: hasOutliers) } else { self }
  }

  /// Whether the label has classes.
  fileprivate var isClass: Bool { if case .number = self { false } else { true } }
}
