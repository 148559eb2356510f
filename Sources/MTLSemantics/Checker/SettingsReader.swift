import MTLCatalogue
import MTLSource
import MTLSyntax

/// Reads the clauses of a block of settings: each word known, and no word twice.
struct SettingsReader {
  let checker: Checker
  /// What the block is called in messages.
  let block: String
  let words: [String]
  /// Words that may stand several times.
  var repeatable: Set<String> = []
  /// What other programs call settings, by those names.
  var synonyms: [String: String] = [:]

  /// The clauses that may be looked at; what is wrong with the others is reported.
  func read(_ clauses: [Clause]) -> [Clause] {
    var seen: [String: SourceRange] = [:]
    return clauses.filter { clause in
      let word = clause.word
      guard words.contains(word.text) else {
        reportUnknown(word)
        return false
      }
      if let first = seen[word.text], !repeatable.contains(word.text) {
        checker.report(
          .repeatedLine, "`\(word.text)` stands twice in `\(block)`", at: word.range,
          secondary: [(first, "first here")], helps: [.init("keep one of the two")])
        return false
      }
      seen[word.text] = word.range
      return true
    }
  }

  /// The one value of a clause, or `nil` after a report.
  func value(of clause: Clause) -> Expression? {
    let stages = clause.values.flatMap { $0 }
    guard stages.count > 1 else { return stages.first }
    checker.report(
      .wrongArgument, "`\(clause.word.text)` takes one value", at: stages[1].range,
      label: "the second one")
    return nil
  }

  private func reportUnknown(_ word: Name) {
    checker.report(
      .unknownSetting, "`\(block)` has no setting `\(word.text)`", at: word.range,
      helps: checker.nameHelps(
        for: Name(synonyms[word.text] ?? word.text, word.range), among: words,
        plural: "its settings"))
  }
}

extension Checker {
  /// A whole number of a setting, or `nil` after a report.
  func wholeNumber(
    _ expression: Expression, for word: Name, in range: ClosedRange<Int>
  ) -> Int? {
    if case .name(let name) = expression.kind, constant(named: name.text) == nil,
      declared[name.text] == nil
    {
      report(
        .wrongArgument,
        "`\(word.text)` takes \(ParameterKind.integer(range).description), not `\(name.text)`",
        at: name.range,
        helps: nameHelps(for: name, among: names(of: .constant), plural: "the constants"))
      return nil
    }
    guard let value = evaluate(expression) else { return nil }
    if case .integer(let number) = value, range.contains(number) { return number }
    report(
      .wrongArgument,
      "`\(word.text)` takes \(ParameterKind.integer(range).description), not \(shown(value))",
      at: expression.range, label: "this is \(value.kindName)",
      helps: ArgumentBinder.plainHelp(value, expression.range, .integer(range)))
    return nil
  }

  /// An entry that a setting names, or `nil` after a report.
  func settingEntry(
    _ value: Expression, of kind: EntryKind, for word: Name, plural: String,
    called name: String? = nil
  ) -> (any CatalogueEntry)? {
    let entries = kind.entries
    guard let call = settingCall(value, for: word.text, among: entries) else { return nil }
    guard
      let type = entry(call.name, among: entries, kind: name ?? word.text, plural: plural)
    else {
      joinArguments(of: call, meaningOneOf: entries)
      return nil
    }
    guard let arguments = bind(call, to: type) else { return nil }
    let entry = type.init(arguments)
    noteEntry(entry, at: call.name)
    return entry
  }
}
