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
  /// The number of findings after which names are no longer compared with all others.
  static let helpLimit = 50

  let tree: SyntaxTree
  let facts: DataFacts?
  private(set) var diagnostics: [Diagnostic] = []
  /// The number of errors so far, to see whether a part has added any.
  private(set) var errorCount = 0
  private var reported: Set<Finding> = []
  /// Where names stand that have been compared with others; a block's body is checked at each use.
  private var helped: Set<SourceRange> = []
  var constants: [String: ConstantValue] = [:]
  var blocks: [String: Declaration.Block] = [:]
  var declared: [String: DeclaredName] = [:]
  var dataSets: [CheckedData] = []
  /// The places of data sets by name.
  var dataSetPlaces: [String: Int] = [:]
  var shared: [CheckedShared] = []
  var tasks: [CheckedTask] = []
  /// The names of shared declarations and tasks as they have been checked.
  var bodyOrder: [String] = []
  var shapes: [StepShape] = []
  let assembly: ModelAssembly

  /// The names that `as` gives in each shared declaration and task.
  var aliases: [String: [Name]] = [:]

  /// How many steps have been resolved, blocks unfolded, and how many the bodies have in all.
  var resolvedStepCount = 0
  var unfoldedStepCount = 0

  /// The blocks that a step has named.
  var usedBlocks: Set<String> = []

  /// Constants that need the data sets, so that no data block can use them.
  var lateConstants: Set<String> = []

  /// Whether bodies and blocks that stand too deep in each other have been reported.
  var hasReportedDepth = false

  /// Names whose declaration has an error, so that uses of them are not reported again.
  var poisoned: Set<String> = []

  /// The names of tasks that are families.
  var families: Set<String> = []

  /// The member of a family that is being checked.
  var member: FamilyMember?

  /// Tasks of which a part has an error, so that what they seem to lack is not reported.
  var doubtfulTasks: Set<String> = []

  private init(tree: SyntaxTree, facts: DataFacts?) {
    self.tree = tree
    self.facts = facts
    assembly = ModelAssembly(builder: ModelBuilder(isTraining: true), facts: facts)
  }

  /// Checks a spec, with what is known of its data where they have been read.
  package static func check(_ tree: SyntaxTree, facts: DataFacts? = nil) -> CheckResult {
    let checker = Checker(tree: tree, facts: facts)
    let model = checker.checkFile()
    let diagnostics = (tree.diagnostics + checker.independentDiagnostics).sortedByPosition()
    return CheckResult(
      model: model, diagnostics: Array(diagnostics.prefix(SyntaxTree.mostDiagnostics)),
      shapes: checker.shapes)
  }

  /// The findings on lines that the parser could read; on others they would only follow.
  private var independentDiagnostics: [Diagnostic] {
    let lines = Set(
      tree.diagnostics.filter { $0.severity == .error }.map {
        tree.source.lineIndex(of: $0.primary.range.start)
      })
    guard !lines.isEmpty else { return diagnostics }
    return diagnostics.filter {
      !lines.contains(tree.source.lineIndex(of: $0.primary.range.start))
    }
  }

  private func checkFile() -> CheckedModel? {
    collectNames()
    checkConstants()
    checkDataSets()
    checkLateConstants()
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
  var hasErrors: Bool { errorCount > 0 }

  /// Adds a finding, unless the very same has been reported at an earlier use of a block.
  fileprivate func add(_ diagnostic: Diagnostic) {
    let finding = Finding(
      code: diagnostic.code, range: diagnostic.primary.range, message: diagnostic.message)
    guard reported.insert(finding).inserted else { return }
    if diagnostics.count < SyntaxTree.mostDiagnostics { diagnostics.append(diagnostic) }
    if diagnostic.severity == .error { errorCount += 1 }
  }

  private var modelName: String {
    for case .model(let name) in tree.declarations.map({ $0.kind }) { return name.text }
    let file = tree.source.name.split(separator: "/").last.map(String.init) ?? "model"
    return file.hasSuffix(".mtl") ? String(file.dropLast(4)) : file
  }

  private func reportNoTask() {
    let place = tree.declarations.first?.range.start ?? 0
    let word = tree.source.bytes[place...].prefix { $0 > 32 }.count
    report(
      .noTask, "the spec has no task, so there is nothing to train",
      at: SourceRange(place, place + word),
      helps: [
        .init("add one, such as `task price(houses.features) { ... }`, with a loss in its body")
      ])
  }
}

/// What makes two findings the same.
private struct Finding: Hashable {
  let code: DiagnosticCode
  let range: SourceRange
  let message: String
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
    add(
      Diagnostic(
        code, message, at: Diagnostic.Label(tree.source, range, label),
        secondary: secondary.map { Diagnostic.Label(tree.source, $0.0, $0.1) }, notes: notes,
        helps: helps, severity: severity))
  }

  /// Reports that a part of the language cannot be compiled yet.
  func reportNotYet(_ what: String, at range: SourceRange) {
    report(
      .notYetSupported, "\(what) cannot be compiled yet", at: range,
      notes: ["the language has it; this version of the compiler has not"])
  }

  /// A help that replaces a name by the nearest of some, or lists them where none is near.
  func nameHelps(
    for name: Name, among names: @autoclosure () -> [String], plural: String
  ) -> [Diagnostic.Help] {
    guard diagnostics.count < Checker.helpLimit, helped.insert(name.range).inserted else {
      return []
    }
    let candidates = names()
    if let near = NearName.best(for: name.text, among: candidates) {
      return [
        .init("did you mean `\(near)`?", edits: [.init(name.range, spelled(near))])
      ]
    }
    guard !candidates.isEmpty, candidates.count <= 12 else { return [] }
    let list = candidates.sorted().map { "`\($0)`" }
    return [.init(list.count == 1 ? "there is only \(list[0])" : "\(plural) are \(listed(list))")]
  }

  /// Words one after another: `a`, `b` and `c`.
  func listed(_ words: [String], by last: String = "and") -> String {
    guard words.count > 1 else { return words.first ?? "" }
    guard words.count <= 12 else {
      return "\(words.prefix(8).joined(separator: ", ")) and \(words.count - 8) more"
    }
    return "\(words.dropLast().joined(separator: ", ")) \(last) \(words[words.count - 1])"
  }

  /// A part of the spec as messages show it: a long one only in part.
  func excerpt(_ range: SourceRange) -> String {
    let text = tree.source.text(range)
    return text.count <= 60 ? text : text.prefix(57) + "..."
  }

  /// A value as messages show it: a long one only in part.
  func shown(_ value: ConstantValue) -> String {
    let text = value.description
    return text.count <= 60 ? text : text.prefix(57) + "..."
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
