import MTLCatalogue
import MTLGraph
import MTLSource
import MTLSyntax

/// What checking a spec gives.
package struct CheckResult: Sendable {
  /// The checked model; `nil` where the spec has an error.
  package let model: CheckedModel?
  package let diagnostics: [Diagnostic]
  /// The type after each step, for those who want to see shapes.
  package let shapes: [StepShape]
}

/// The type of the value after a step.
package struct StepShape: Sendable {
  /// The declaration that the step belongs to.
  package let declaration: String
  package let range: SourceRange
  package let type: String
}

/// Resolves names and checks types: from tree to checked model.
///
/// It never fails at a user's mistake; it says what is wrong and goes on with what is right. What
/// follows from a mistake that has been reported is not reported again.
package final class Checker {
  let tree: SyntaxTree
  let facts: DataFacts?
  var diagnostics: [Diagnostic] = []
  var constants: [String: ConstantValue] = [:]
  var blocks: [String: Declaration.Block] = [:]
  var declared: [String: DeclaredName] = [:]
  var dataSets: [CheckedData] = []
  var shared: [CheckedShared] = []
  var tasks: [CheckedTask] = []
  /// The names of shared declarations and tasks as they have been checked.
  var bodyOrder: [String] = []
  var shapes: [StepShape] = []
  let assembly: ModelAssembly

  /// The names that `as` gives in each shared declaration and task.
  var aliases: [String: [String]] = [:]

  /// Names whose declaration has an error, so that uses of them are not reported again.
  var poisoned: Set<String> = []

  private init(tree: SyntaxTree, facts: DataFacts?) {
    self.tree = tree
    self.facts = facts
    assembly = ModelAssembly(builder: ModelBuilder(isTraining: true), facts: facts)
  }

  /// Checks a spec, with what is known of its data where they have been read.
  package static func check(_ tree: SyntaxTree, facts: DataFacts? = nil) -> CheckResult {
    let checker = Checker(tree: tree, facts: facts)
    let model = checker.checkFile()
    return CheckResult(
      model: model, diagnostics: (tree.diagnostics + checker.diagnostics).sortedByPosition(),
      shapes: checker.shapes)
  }

  private func checkFile() -> CheckedModel? {
    collectNames()
    checkConstants()
    checkDataSets()
    checkBodies()
    let weighting = checkWeighting()
    let training = checkTraining()
    if tasks.isEmpty, !hasErrors, tree.diagnostics.isEmpty { reportNoTask() }
    guard !hasErrors, !tree.hasErrors, let weighting, let training else { return nil }
    return CheckedModel(
      name: modelName, dataSets: dataSets, shared: shared, tasks: tasks, bodyOrder: bodyOrder,
      weighting: weighting.instance, weightingText: weighting.text, training: training)
  }

  /// Whether an error has been reported.
  var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  private var modelName: String {
    for case .model(let name) in tree.declarations.map({ $0.kind }) { return name.text }
    let file = tree.source.name.split(separator: "/").last.map(String.init) ?? "model"
    return file.hasSuffix(".mtl") ? String(file.dropLast(4)) : file
  }

  private func reportNoTask() {
    let end = SourceRange(0, min(tree.source.bytes.count, 1))
    report(
      .noTask, "the spec has no task, so there is nothing to train", at: end,
      helps: [
        .init(
          "add a task, such as `task digit(trunk) { dense(10) loss cross_entropy(data.label) }`")
      ])
  }
}

extension SyntaxTree {
  /// Whether the lexer or the parser has reported an error.
  package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

extension Checker {
  /// Reports a diagnostic about a place of the spec.
  func report(
    _ code: DiagnosticCode, _ message: String, at range: SourceRange, label: String = "",
    secondary: [(SourceRange, String)] = [], notes: [String] = [], helps: [Diagnostic.Help] = [],
    severity: Diagnostic.Severity? = nil
  ) {
    diagnostics.append(
      Diagnostic(
        code, message, at: Diagnostic.Label(tree.source, range, label),
        secondary: secondary.map { Diagnostic.Label(tree.source, $0.0, $0.1) }, notes: notes,
        helps: helps, severity: severity))
  }

  /// Reports that a part of the language cannot be compiled yet.
  func reportNotYet(_ what: String, at range: SourceRange) {
    report(.notYetSupported, "\(what) cannot be compiled yet", at: range)
  }

  /// A help that replaces a name by the nearest of some, or lists them where none is near.
  func nameHelps(
    for name: Name, among candidates: [String], plural: String
  ) -> [Diagnostic.Help] {
    if let near = NearName.best(for: name.text, among: candidates) {
      return [
        .init("did you mean `\(near)`?", edits: [.init(name.range, spelled(near))])
      ]
    }
    guard !candidates.isEmpty, candidates.count <= 12 else { return [] }
    let list = candidates.sorted().map { "`\($0)`" }.joined(separator: ", ")
    return [.init("\(plural) are \(list)")]
  }

  /// A name as a spec writes it, in backquotes where it needs them.
  func spelled(_ name: String) -> String {
    let isPlain =
      !name.isEmpty
      && name.utf8.allSatisfy {
        ($0 >= 48 && $0 <= 57) || ($0 >= 65 && $0 <= 90) || ($0 >= 97 && $0 <= 122) || $0 == 95
      } && !(name.utf8.first.map { $0 >= 48 && $0 <= 57 } ?? true)
    return isPlain ? name : "`\(name)`"
  }
}
