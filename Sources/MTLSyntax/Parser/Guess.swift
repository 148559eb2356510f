import MTLSource

/// The word that a misspelt or foreign word must stand for, judged by what follows it.
struct Guess {
  /// The word that is meant; `nil` where there is only advice.
  let word: Word?
  let advice: String

  /// The guess that a word is meant.
  init(_ word: Word) {
    self.word = word
    advice = "did you mean `\(word.rawValue)`?"
  }

  private init(advice: String) {
    word = nil
    self.advice = advice
  }

  /// The words that can begin a declaration, for a note.
  static let declarationWords = "declarations begin with " + listed(Word.declarations)

  /// The words that can begin a line of a data block, for a note.
  static let dataWords = "lines of a data block begin with " + listed(Word.dataLines)

  private static func listed(_ words: [Word]) -> String {
    let quoted = words.map { "`\($0.rawValue)`" }
    return quoted.dropLast().joined(separator: ", ") + " or " + (quoted.last ?? "")
  }

  /// What a word at the beginning of a declaration stands for.
  static func declaration(_ word: String, before next: Token, in source: SourceText) -> Guess? {
    if let advice = misplaced[word] { return Guess(advice: advice) }
    if let meant = foreign[word.lowercased()] { return Guess(meant) }
    if let other = ForeignWord.named(word) { return Guess(advice: other.advice) }
    guard next.kind == .name || next.kind == .quotedName || next.symbol == .openBrace else {
      return nil
    }
    return near(word, among: Word.declarations).map { Guess($0) }
  }

  /// Whether other languages begin a definition of some kind with a word.
  static func definesSomething(_ word: String) -> Bool {
    ["def", "class", "func", "fn", "function", "layer"].contains(word)
  }

  /// Whether a word belongs into some declaration's body.
  static func isMisplaced(_ word: String) -> Bool { misplaced[word] != nil }

  /// The word for one result where a word for several stands.
  static func plural(_ word: String) -> Guess? {
    let words: [String: Word] = ["metrics": .metric, "losses": .loss, "outputs": .output]
    return words[word].map { Guess($0) }
  }

  /// What a word at the beginning of a data line stands for.
  static func dataLine(_ word: String, before next: Token) -> Guess? {
    if let meant = foreignLines[word.lowercased()] { return Guess(meant) }
    guard next.kind == .name || next.kind == .quotedName || next.symbol == .times else {
      return next.symbol == .colon || next.symbol == .comma || next.symbol == .range
        ? Guess(advice: "say what the column is: `feature`, `label` or `column` comes first") : nil
    }
    return near(word, among: Word.dataLines).map { Guess($0) }
  }

  /// What a word at the beginning of a line of a body stands for; `nil` for a step.
  static func bodyLine(_ word: String, before next: Token) -> Guess? {
    switch next.kind {
    case .name where next.word != .as && !next.isFirstOnLine: break
    case .quotedName, .number, .share, .string: break
    default: return nil
    }
    if let meant = foreignResults[word] { return Guess(meant) }
    if word == "weight" || word == "loss_weight" {
      return Guess(advice: "a factor stands before its loss, as in `loss 0.5 * mse(data.label)`")
    }
    return near(word, among: Word.bodyLines).map { Guess($0) }
  }

  /// The joining word that a misspelt one stands for.
  static func joint(_ word: String, before next: Token) -> Guess? {
    guard word.utf8.count > 1, next.kind == .name || next.kind == .string else { return nil }
    return near(word, among: Word.joints).map { Guess($0) }
  }

  private static func near(_ word: String, among words: [Word]) -> Word? {
    NearName.best(for: word, among: words.map { $0.rawValue }).flatMap { Word(rawValue: $0) }
  }

  /// Words of other languages and tools that begin what one of our words begins.
  private static let foreign: [String: Word] = [
    "let": .const, "var": .const, "val": .const, "constant": .const, "layer": .block,
    "dataset": .data, "head": .task, "encoder": .shared, "trunk": .shared, "backbone": .shared,
    "training": .train, "trainer": .train, "include": .import, "aux": .auxiliary,
  ]

  private static let foreignResults: [String: Word] = [
    "metrics": .metric, "measure": .metric, "score": .metric, "evaluate": .metric,
    "criterion": .loss, "objective": .loss, "cost": .loss, "losses": .loss, "loss_fn": .loss,
    "minimize": .loss, "outputs": .output, "predict": .output, "returns": .output,
  ]

  private static let foreignLines: [String: Word] = [
    "target": .label, "targets": .label, "input": .feature, "inputs": .feature, "include": .use,
    "features": .feature, "labels": .label, "columns": .column,
  ]

  private static let misplaced: [String: String] = {
    var table: [String: String] = [:]
    for word in ["loss", "metric", "output"] { table[word] = "it stands in the body of a `task`" }
    for word in ["feature", "label", "column", "split", "use"] {
      table[word] = "it stands in the body of a `data` declaration"
    }
    table["from"] = "a name of another file is imported with `import name from \"file.mtl\"`"
    for word in ["optimizer", "schedule", "batch", "epochs", "monitor", "seed"] {
      table[word] = "it stands in the body of `train`"
    }
    return table
  }()
}
