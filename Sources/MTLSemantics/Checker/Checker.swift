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
  /// The model's layers as the checker has built them.
  package let built: BuiltModel
  /// The uses of entries of the catalogue, with their arguments.
  package let uses: [EntryUse]

  /// The result with further findings.
  package func adding(_ findings: [Diagnostic]) -> CheckResult {
    CheckResult(
      model: model, diagnostics: diagnostics + findings, shapes: shapes, built: built, uses: uses)
  }
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

  let program: Program
  let facts: DataFacts?
  private(set) var diagnostics: [Diagnostic] = []
  /// The number of errors so far, to see whether a part has added any.
  private(set) var errorCount = 0
  private var reported: Set<Finding> = []
  /// Where names stand that have been compared with others; a block's body is checked at each use.
  private var helped: Set<SourceRange> = []
  /// What the `train` block names, once it has been read.
  private(set) var optimizer: (any Optimizer)?
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

  /// The sets of columns that a data block has taken in.
  var usedSets: Set<String> = []

  /// Constants that need the data sets, so that no data block can use them.
  var lateConstants: Set<String> = []

  /// Whether bodies and blocks that stand too deep in each other have been reported.
  var hasReportedDepth = false

  /// Names whose declaration has an error, so that uses of them are not reported again.
  var poisoned: Set<String> = []

  /// What of the spec this version cannot train: what it is, and where.
  var pendingUses: [(what: String, range: SourceRange, isWeighting: Bool)] = []

  /// Declarations whose value is a view of its own for each task.
  var viewed: Set<String> = []

  /// The declarations that an input joins, by its name.
  var joinedInputs: [String: [String]] = [:]

  /// The inputs that join rows, in the order of their row spaces.
  var joins: [CheckedJoin] = []

  /// The data sets whose rows an input joins, by the rows of the input.
  var joinedRows: [RowSpace: [String]] = [:]

  /// The names of tasks that are families.
  var families: Set<String> = []

  /// The uses of entries of the catalogue, in the order in which they have been checked.
  var uses: [EntryUse] = []

  /// Whether a family runs through classes that only the data tell, so that one member stands for all.
  var hasOpenFamily = false

  /// The member of a family that is being checked.
  var member: FamilyMember?

  /// The label whose type has been asked for last, once all data sets are known: a task's lines name
  /// the same one again and again.
  var lastLabel: (data: String, name: String, type: ValueType)?

  /// Tasks of which a part has an error, so that what they seem to lack is not reported.
  var doubtfulTasks: Set<String> = []

  private init(program: Program, facts: DataFacts?) {
    self.program = program
    self.facts = facts
    poisoned = program.lostNames
    assembly = ModelAssembly(builder: ModelBuilder(isTraining: true), facts: facts)
  }

  /// Checks a spec, with what is known of its data where they have been read.
  ///
  /// - Parameter describesSteps: Whether the type after each step is wanted as text.
  package static func check(
    _ program: Program, facts: DataFacts? = nil, describesSteps: Bool = true
  ) -> CheckResult {
    let checker = Checker(program: program, facts: facts)
    checker.assembly.describesSteps = describesSteps
    let model = checker.checkFile()
    let diagnostics = LineFindings(program.diagnostics)
      .joined(program.diagnostics, checker.diagnostics).sortedByPosition()
    return CheckResult(
      model: model, diagnostics: Array(diagnostics.prefix(SyntaxTree.mostDiagnostics)),
      shapes: checker.shapes, built: checker.assembly.built, uses: checker.uses)
  }

  /// Checks a spec that imports nothing.
  package static func check(_ tree: SyntaxTree, facts: DataFacts? = nil) -> CheckResult {
    check(Program(tree), facts: facts)
  }

  /// The texts that ranges are of.
  var sources: SourceMap { program.sources }

  private func checkFile() -> CheckedModel? {
    collectNames()
    checkConstants()
    checkDataSets()
    checkLateConstants()
    checkBodies()
    let weighting = checkWeighting()
    let training = checkTraining()
    optimizer = training?.optimizer
    if let weighting { checkUpdates(ofDeclared: weighting.stages) }
    let parameterSettings = checkParameters()
    checkExperiments()
    let missingTask = reportNoTask()
    guard !hasErrors, !program.hasErrors, let weighting, let training else { return nil }
    let pending = reportPending() ?? missingTask
    return CheckedModel(
      name: modelName, dataSets: dataSets, shared: shared, tasks: tasks, joins: joins,
      bodyOrder: bodyOrder,
      weightings: weighting.stages, weightingText: weighting.text, training: training,
      parameterSettings: parameterSettings, pending: pending)
  }

  /// Whether an error has been reported.
  var hasErrors: Bool { errorCount > 0 }

  /// Adds a finding, unless the very same has been reported at an earlier use of a block.
  fileprivate func add(_ diagnostic: Diagnostic) {
    let finding = Finding(
      kind: diagnostic.identity, text: ObjectIdentifier(diagnostic.primary.source),
      range: diagnostic.primary.range, message: diagnostic.message)
    guard reported.insert(finding).inserted else { return }
    if diagnostics.count < SyntaxTree.mostDiagnostics { diagnostics.append(diagnostic) }
    if diagnostic.severity == .error { errorCount += 1 }
  }

  /// Puts the edits of what has been reported since a finding into it, where all have some.
  func joinFindings(since place: Int, from count: Int) {
    guard count > place, diagnostics.count > count, let help = diagnostics[place].helps.first else {
      return
    }
    let others = diagnostics[count...].compactMap { $0.helps.first?.edits.first }
    if others.count == diagnostics.count - count {
      diagnostics[place] = diagnostics[place].with(
        help: .init(help.text, edits: help.edits + others))
    }
    diagnostics.removeSubrange(count...)
  }

  private var modelName: String {
    for case .model(let name) in program.declarations.map({ $0.kind }) { return name.text }
    let file = sources.main.name.split(separator: "/").last.map(String.init) ?? "model"
    return file.hasSuffix(".mtl") ? String(file.dropLast(4)) : file
  }

  /// Says where nothing is there to train: a note of a file that others import, else an error.
  ///
  /// Returns what training such a file fails with.
  private func reportNoTask() -> Diagnostic? {
    guard tasks.isEmpty, !hasErrors, program.diagnostics.isEmpty else { return nil }
    let place = program.declarations.first?.range.start ?? 0
    let word = sources.main.bytes[place...].prefix { $0 > 32 }.count
    report(
      .noTask, "the spec has no task, so there is nothing to train",
      at: SourceRange(place, place + word),
      helps: [
        .init("add one, such as `task price(houses.features) { ... }`, with a loss in its body")
      ], severity: program.isForImport ? .note : .error)
    return diagnostics.last?.with(severity: .error)
  }
}

/// What makes two findings the same.
private struct Finding: Hashable {
  let kind: DiagnosticIdentity
  let text: ObjectIdentifier
  let range: SourceRange
  let message: String
}

extension Checker {
  /// Reports a diagnostic about a place of the spec.
  func report(
    _ code: DiagnosticCode, _ message: String, at range: SourceRange, label: String = "",
    secondary: [(SourceRange, String)] = [], notes: [String] = [], helps: [Diagnostic.Help] = [],
    severity: Diagnostic.Severity? = nil
  ) {
    let helps = helps.map { help in
      Diagnostic.Help(
        help.text, edits: sources.edits(help.edits, in: range), isSafe: help.isSafe)
    }
    add(
      Diagnostic(
        code, message, at: sources.label(range, label),
        secondary: secondary.map { sources.label($0.0, $0.1) }, notes: notes, helps: helps,
        severity: severity))
  }

  /// Reports that the catalogue does not have an entry of the language yet.
  func reportNotYet(
    _ what: String, at range: SourceRange, among names: [String] = [], plural: String = ""
  ) {
    let known = names.sorted().map { "`\($0)`" }
    report(
      .notYetSupported, "\(what) cannot be compiled yet", at: range,
      notes: ["the language has it; this version of the compiler has not"],
      helps: known.isEmpty
        ? [] : [.init("the \(plural) that it has are \(listed(Array(known.prefix(30))))")])
  }

  /// Notes a part of the spec that is checked and cannot be trained yet.
  func notePending(_ what: String, at range: SourceRange, isWeighting: Bool = false) {
    guard !pendingUses.contains(where: { $0.what == what }) else { return }
    pendingUses.append((what, range, isWeighting))
  }

  /// Notes an entry of the catalogue, where it is one that cannot be trained yet.
  func noteEntry(_ entry: any CatalogueEntry, at name: Name) {
    guard !entry.isTrainable else { return }
    let kind = type(of: entry)
    let isTrainableAlone = kind.init(Arguments(defaultsOf: kind.parameters)).isTrainable
    let what = isTrainableAlone ? "`\(name.text)` with these arguments" : "`\(name.text)`"
    notePending(what, at: name.range, isWeighting: entry is any Weighting)
  }

  /// Says, once, what of the spec cannot be trained yet: a note here, an error where it is to be trained.
  private func reportPending() -> Diagnostic? {
    guard let first = pendingUses.min(by: { $0.range.start < $1.range.start }) else { return nil }
    let rest = pendingUses.filter { $0.range != first.range }
    let diagnostic = Diagnostic(
      .cannotTrainYet,
      "the spec is right, and this version cannot train \(listed(pendingUses.map { $0.what })) yet",
      at: sources.label(first.range),
      secondary: rest.prefix(8).map { sources.label($0.range, "nor \($0.what)") },
      helps: pendingUses.allSatisfy { $0.isWeighting }
        ? [.init("`mtl train --weighting \(Registry.defaultWeighting.name)` trains it without")]
        : [])
    diagnostics.append(diagnostic)
    return diagnostic.with(severity: .error)
  }

  /// A help that replaces a name by the nearest of some, or lists them where none is near.
  func nameHelps(
    for name: Name, among names: @autoclosure () -> [String], plural: String
  ) -> [Diagnostic.Help] {
    if let help = Checker.foreignValueHelp(name) { return [help] }
    guard diagnostics.count < Checker.helpLimit, helped.insert(name.range).inserted else {
      return []
    }
    let candidates = names()
    if let near = NearName.best(for: name.text, among: candidates) {
      return [
        .init("did you mean `\(near)`?", edits: [.init(name.range, spelled(near))])
      ]
    }
    guard !candidates.isEmpty, candidates.count <= 40 else { return [] }
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

  /// A part of the spec as messages show it: on one line, and a long one only in part.
  func excerpt(_ range: SourceRange) -> String {
    let text = sources.text(range).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return text.count <= 60 ? text : text.prefix(57) + "..."
  }

  /// A value as messages show it: a long one only in part.
  func shown(_ value: ConstantValue) -> String {
    let text = value.description
    return text.count <= 60 ? text : text.prefix(57) + "..."
  }

  /// A name as a spec writes it, in backquotes where it needs them.
  ///
  /// A member of a family is written with its brackets as it is.
  func spelled(_ name: String) -> String {
    if name.last == "]", tasks.contains(where: { $0.name == name }) { return name }
    return Name(name, SourceRange(0, 0)).spelling
  }
}
