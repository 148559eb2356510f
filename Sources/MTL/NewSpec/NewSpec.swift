import MTLFormats
import MTLSemantics
import MTLSource
import MTLSyntax

/// A spec that is written for a user: a first one, or one that is guessed from a table.
package struct NewSpec: Sendable {
  /// The spec's text, formatted.
  package let text: String
  /// The file that it is for; `nil` for standard output.
  package let path: String?
  /// The folder that `--data-root` has to name, where the table is not in the spec's folder.
  package let dataRoot: String?
  /// What the spec is, in words.
  package let summary: String

  /// Makes the spec, without writing it.
  package static func make(_ request: NewSpecRequest) throws(Failure) -> NewSpec {
    let path = try request.path
    let modelName = try request.modelName
    guard let table = request.table else {
      return try NewSpec(
        FirstSpec.text(modelName: modelName), path: path, dataRoot: nil,
        summary: "a first spec, on rows that are made up")
    }
    if let path, let real = FilePath.resolved(path), real == FilePath.resolved(table) {
      throw Failure("`\(path)` is the table itself, and would be lost", isUsage: true)
    }
    let sample = try TableSample.read(table)
    let place = try SpecPlace(of: table, from: path.map { SpecFile.folder(of: $0) } ?? ".")
    let guess = TableGuess(sample.summaries, expectedRowCount: sample.expectedRowCount)
    try checkUsable(guess, table: table)
    let draft = SpecDraft(guess, path: place.path, modelName: modelName)
    return try NewSpec(draft.text, path: path, dataRoot: place.dataRoot, summary: draft.summary)
  }

  private init(
    _ text: String, path: String?, dataRoot: String?, summary: String
  ) throws(Failure) {
    let source = SourceText(name: path ?? "<new>", text)
    guard let formatted = Formatter.format(SyntaxTree.parse(source)) else {
      throw Failure(SyntaxTree.parse(source).diagnostics)
    }
    let result = Driver.check(SourceText(name: source.name, formatted))
    guard result.model != nil else { throw Failure(result.diagnostics) }
    self.text = formatted
    self.path = path
    self.dataRoot = dataRoot
    self.summary = summary
  }

  /// A model reads at least one column, and learns at least one.
  private static func checkUsable(_ guess: TableGuess, table: String) throws(Failure) {
    if !guess.labels.isEmpty, !guess.features.isEmpty { return }
    let problem =
      if guess.columns.count == 1 {
        "`\(table)` has one column, and a model needs one to read and one to learn"
      } else if !guess.guesses.contains(where: { $0.isRead }) {
        "no column of `\(table)` can be read"
      } else if guess.labels.isEmpty {
        "no column of `\(table)` can be a label"
      } else {
        "`\(table)` has a label, and no other column that a model could read"
      }
    let reasons = guess.unreadColumns.prefix(3).map { "`\($0.name)`: \($0.reason)" }
    throw Failure(problem, help: reasons.isEmpty ? nil : reasons.joined(separator: "; "))
  }
}
